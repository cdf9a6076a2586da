//! An XML document as a tree of elements that borrow from it.
//!
//! Strict about the form, since what is cut short must not pass for a whole answer; deaf to the document type, of which
//! nothing is loaded and no entity is defined.

use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{DecodeFault, body};

/// Elements nested deeper than this are refused; the deepest formulas have some forty levels.
const DEEPEST: usize = 200;

/// The most elements kept of one document; two hundred records of large consortia have some 400,000.
const MOST: usize = 1_000_000;

/// An element; the default has nothing in it.
#[derive(Debug, Default)]
pub(super) struct Element<'a> {
    /// The name as written, with prefix.
    pub(super) name: &'a str,
    /// What stands between the angle brackets: name and attributes.
    tag: &'a str,
    /// Everything between the opening and the closing tag, as written.
    pub(super) inner: &'a str,
    /// The elements right below; none for those whose inside is not looked at.
    pub(super) children: Vec<Self>,
}

impl<'a> Element<'a> {
    /// The first element of that name right below.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All elements of that name right below.
    pub(super) fn all(&self, name: &'static str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element at the end of a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The value of an attribute, entities resolved where they can be.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let start = BytesStart::from_content(self.tag, self.name.len());
        let found = start.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0);
        Some(value.map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned))
    }

    /// Whether an attribute has this value.
    pub(super) fn is(&self, attribute: &str, value: &str) -> bool {
        self.attribute(attribute).is_some_and(|given| given == value)
    }
}

/// Reads a document and gives its root. Below elements that are `closed` only the form is read.
pub(super) fn document<'a>(source: &'a [u8], closed: &[&str]) -> Result<Element<'a>, DecodeFault> {
    let source = body::xml(source)?;
    let mut reader = Reader::from_str(source);
    reader.config_mut().allow_dangling_amp = true;
    let mut tree = Tree::default();
    loop {
        let from = position(&reader);
        let event = reader.read_event().map_err(|error| malformed(&error))?;
        let to = position(&reader);
        let written = source.get(from..to).unwrap_or_default();
        match event {
            Event::Start(_) => tree.open(named(written, ">"), to, closed)?,
            Event::Empty(_) => {
                tree.open(named(written, "/>"), to, closed)?;
                tree.close("")?;
            }
            Event::End(_) => {
                let inner = tree.open.last().and_then(|(_, start)| source.get(*start..from)).unwrap_or_default();
                tree.close(inner)?;
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)
                if tree.open.is_empty() && !written.trim().is_empty() =>
            {
                return Err(DecodeFault::Malformed("text beside the document".into()));
            }
            Event::Eof => return tree.finish(),
            _ => {}
        }
    }
}

/// The tag without its brackets, as an element without content.
fn named<'a>(written: &'a str, end: &str) -> Element<'a> {
    let tag = written.strip_prefix('<').unwrap_or(written);
    let tag = tag.strip_suffix(end).unwrap_or(tag);
    let name = tag.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
    Element { name, tag, inner: "", children: Vec::new() }
}

#[derive(Default)]
struct Tree<'a> {
    /// What is not closed yet, each with the byte where its content begins.
    open: Vec<(Element<'a>, usize)>,
    /// How many are open at the outermost closed element, itself included.
    shut: Option<usize>,
    root: Option<Element<'a>>,
    kept: usize,
}

impl<'a> Tree<'a> {
    fn open(&mut self, element: Element<'a>, content: usize, closed: &[&str]) -> Result<(), DecodeFault> {
        let malformed = |what: &str| Err(DecodeFault::Malformed(what.into()));
        if self.open.len() >= DEEPEST {
            return malformed("nested too deeply");
        }
        if self.open.is_empty() && self.root.is_some() {
            return malformed("a second document after the first");
        }
        let is_closed = closed.contains(&element.name);
        self.open.push((element, content));
        if self.shut.is_none() {
            self.kept += 1;
            self.shut = is_closed.then_some(self.open.len());
        }
        if self.kept > MOST { malformed("too many elements") } else { Ok(()) }
    }

    fn close(&mut self, inner: &'a str) -> Result<(), DecodeFault> {
        let Some((element, _)) = self.open.pop() else {
            return Err(DecodeFault::Malformed("a closing tag without an opening one".into()));
        };
        let element = Element { inner, ..element };
        let depth = self.open.len() + 1;
        if self.shut.is_some_and(|shut| shut < depth) {
            return Ok(());
        }
        self.shut = None;
        match self.open.last_mut() {
            Some((parent, _)) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn finish(self) -> Result<Element<'a>, DecodeFault> {
        match self.root {
            Some(root) if self.open.is_empty() => Ok(root),
            None if self.open.is_empty() => Err(DecodeFault::Malformed("not XML".into())),
            _ => Err(DecodeFault::Malformed("cut short".into())),
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn malformed(error: &Error) -> DecodeFault {
    DecodeFault::Malformed(match error {
        // Everything that a document can fail to close.
        Error::Syntax(_) => "cut short".into(),
        _ => "not XML".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(source: &str) -> DecodeFault {
        document(source.as_bytes(), &[]).expect_err(source)
    }

    #[test]
    fn elements_borrow_what_is_written() {
        let source = "\u{feff}<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"https://example.org/a.dtd\" [<!ENTITY e \"x\">]>\n\
                      <!-- note --><a><b c=\"1 &lt; 2\" d='e'>x <i>y</i> &amp; &e;</b><b/><c ><b>z</b></c></a>\n";
        let root = document(source.as_bytes(), &["c"]).expect("a document");
        let b = root.child("b").expect("b");
        assert_eq!((b.inner, b.children.len()), ("x <i>y</i> &amp; &e;", 1));
        assert_eq!((b.attribute("c").as_deref(), b.attribute("d").as_deref()), (Some("1 < 2"), Some("e")));
        assert_eq!((b.attribute("e"), b.is("d", "e")), (None, true));
        assert_eq!(root.all("b").count(), 2);
        let c = root.child("c").expect("c");
        assert_eq!((c.inner, c.children.len()), ("<b>z</b>", 0), "what is closed keeps its text");
        assert!(root.at(&["b", "i"]).is_some() && root.at(&["c", "b"]).is_none());
    }

    #[test]
    fn what_is_not_whole_is_a_fault() {
        let cut = DecodeFault::Malformed("cut short".into());
        for source in ["<a><b>x</b>", "<a><b>x</b></a", "<a><b c=\"", "<a><!-- ", "<a>x &am", "<a>", "<a><![CDATA[x"] {
            assert_eq!(fault(source), cut, "{source}");
        }
        for source in ["<a></b></a>", "</a>", "x", "<a/>x", "<a/><b/>", "<?xml version=\"1.0\"?>", "&amp;<a/>"] {
            assert!(matches!(fault(source), DecodeFault::Malformed(_)), "{source}");
        }
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(fault(&deep), DecodeFault::Malformed("nested too deeply".into()));
        let many = format!("<a>{}</a>", "<b/>".repeat(MOST));
        assert_eq!(fault(&many), DecodeFault::Malformed("too many elements".into()));
        let closed = format!("<a><c>{}</c><b/></a>", "<b/>".repeat(MOST));
        assert_eq!(document(closed.as_bytes(), &["c"]).expect("a document").children.len(), 2);
    }
}
