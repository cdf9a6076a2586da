//! A lock in which a version control system left the marks of a merge.

use super::union::newest;
use super::{Lock, LockFault, LockItem};
use crate::record::Knowledge;

/// What begins a line that no lock has: JSON's texts have no line ends.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

fn mark(line: &str) -> Option<usize> {
    MARKS.iter().position(|mark| {
        line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r', '\n']))
    })
}

/// Whether `text` has merge marks.
pub(super) fn has(text: &str) -> bool {
    text.split_inclusive('\n').any(|line| mark(line).is_some())
}

/// The texts of both sides; what both had before (diff3's middle) is left out.
fn sides(text: &str) -> [String; 2] {
    let mut sides = [String::new(), String::new()];
    let mut within: &[usize] = &[0, 1];
    for line in text.split_inclusive('\n') {
        match mark(line) {
            Some(0) => within = &[0],
            Some(1) => within = &[],
            Some(2) => within = &[1],
            Some(_) => within = &[0, 1],
            None => within.iter().for_each(|&side| sides[side].push_str(line)),
        }
    }
    sides
}

impl Lock {
    /// Makes a lock of both sides of a file with merge marks: what either has, and of what both have the newer
    /// answer.
    ///
    /// # Errors
    /// When a side cannot be read: what it alone has would be lost. The caller keeps the file and names it.
    pub fn rebuild(text: &str) -> Result<Self, LockFault> {
        let [ours, theirs] = sides(text);
        let read = |side: &str| Self::read(side).map_err(|fault| LockFault::Side(Box::new(fault)));
        Ok(read(&ours)?.united(&read(&theirs)?))
    }

    /// What either lock has, and of what both have the newer answer.
    fn united(&self, theirs: &Self) -> Self {
        let mut united = Self::default();
        for side in [self, theirs] {
            for lost in &side.lost {
                if united.lost.iter().all(|other| other.value != lost.value || other.is_item != lost.is_item) {
                    united.lost.push(lost.clone());
                }
            }
            united.foreign.extend(side.foreign.iter().cloned());
        }
        let ids = self.items.iter().chain(&theirs.items).map(|item| &item.id);
        let absent = self.absent.iter().chain(&theirs.absent).map(|(id, _)| id);
        for id in ids.chain(absent) {
            match newest(self.get(id).as_ref(), theirs.get(id).as_ref()) {
                Knowledge::Known(known) => {
                    let (mine, other) = (self.item(id), theirs.item(id));
                    let mut item = LockItem::new(id.clone(), (*known).clone(), Vec::new());
                    for side in [mine, other].into_iter().flatten() {
                        for spelling in &side.spellings {
                            if !item.spellings.contains(spelling) {
                                item.spellings.push(spelling.clone());
                            }
                        }
                        for (key, value) in &side.other {
                            item.other.entry(key.clone()).or_insert_with(|| value.clone());
                        }
                    }
                    united.items.push(item);
                }
                Knowledge::Absent(absent) => united.absent.push((id.clone(), absent)),
                Knowledge::Unchecked(_) | Knowledge::Unsupported => {}
            }
        }
        united.sorted()
    }
}
