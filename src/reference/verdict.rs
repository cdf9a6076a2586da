//! What a judgement comes to: one cause is one finding.

use std::ops::Range;

use super::judgement::{Judgement, Part};
use crate::record::Field;

/// What a reference and the records of a work come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// These parts differ, each for itself; most often none.
    Fields(Vec<(Field, Range<usize>)>),
    /// So much differs that the identifier names another work.
    OtherWork {
        /// The parts that differ.
        differing: Vec<(Field, Range<usize>)>,
        /// Whether the title does, or the title alone is the same; else it is only many slips.
        is_certain: bool,
    },
}

/// From how many differing parts on a reference is told as a whole.
const MANY: usize = 3;

impl Judgement {
    /// What it comes to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let differing = self.differing();
        let is_other_title = self.title.differs() && !self.title_is_near;
        let has_other_people = self.first_author.differs();
        let other_people_unknown = self.first_author == Part::Open && (self.year.differs() || self.container.differs());
        let figures = [&self.year, &self.volume, &self.page];
        let is_reprint = self.title == Part::Agrees
            && self.container.differs()
            && figures.iter().filter(|part| part.differs()).count() >= 2;
        if is_other_title && (has_other_people || other_people_unknown) || is_reprint {
            return Verdict::OtherWork { differing, is_certain: true };
        }
        if differing.len() >= MANY {
            return Verdict::OtherWork { differing, is_certain: false };
        }
        Verdict::Fields(differing)
    }

    /// The parts that differ, in the order of a reference.
    fn differing(&self) -> Vec<(Field, Range<usize>)> {
        let people = if self.first_author.differs() { &self.first_author } else { &self.authors };
        let parts = [
            (Field::Title, &self.title),
            (Field::Authors, people),
            (Field::Dates, &self.year),
            (Field::ContainerTitle, &self.container),
            (Field::Volume, &self.volume),
            (Field::Issue, &self.issue),
            (Field::Pages, &self.page),
        ];
        let at = |(field, part): (Field, &Part)| match part {
            Part::Differs(at) => Some((field, at.clone())),
            Part::Open | Part::Agrees => None,
        };
        parts.into_iter().filter_map(at).collect()
    }
}
