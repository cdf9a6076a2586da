//! What a client asks and is answered.

use super::*;
use crate::server::message::Links;

impl Stage {
    fn answer_to(&mut self, ticket: Ticket) -> Answer {
        let at = self.seen.iter().position(|effect| matches!(effect, Effect::Answer(to, _) if *to == ticket));
        match self.seen.remove(at.expect("an answer")) {
            Effect::Answer(_, answer) => answer,
            other => panic!("{other:?}"),
        }
    }

    /// The links of the paper: what they stand on, and where they lead.
    fn links(&mut self) -> Option<Vec<(String, String)>> {
        let ticket = self.ask(Question::Links { address: paper() });
        let Answer::Links(links) = self.answer_to(ticket) else { panic!("another answer") };
        links.map(|Links { file, links }| {
            links.into_iter().map(|link| (link.span.of(&file.text).to_owned(), link.target)).collect()
        })
    }
}

fn link(doi: &str) -> (String, String) {
    (doi.to_owned(), format!("https://doi.org/{doi}"))
}

#[test]
fn links_lead_to_what_may_be_there() {
    let mut stage = Stage::new();
    stage.agree();
    stage.open(&paper(), &format!("See doi:{DOI} and https://doi.org/{DOI} and doi:{OTHER}.\n"));
    assert_eq!(stage.links(), Some(vec![link(DOI), link(OTHER)]), "nothing is known of either");
    stage.send(Event::Resolved(known(DOI)));
    stage.send(Event::Resolved(absent(OTHER)));
    assert_eq!(stage.links(), Some(vec![link(DOI)]));
}

#[test]
fn links_are_of_the_newest_text() {
    let mut stage = Stage::new();
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    stage.held = Some(VecDeque::new());
    stage.edit(2, at(0, 0), at(0, 0), &format!("doi:{OTHER} "));
    let ticket = stage.ask(Question::Links { address: paper() });
    assert!(!stage.is_answered(ticket), "the text is not analysed yet");
    let job = stage.held();
    stage.send(Event::Analysed(Box::new(job.run())));
    let Answer::Links(Some(links)) = stage.answer_to(ticket) else { panic!("another answer") };
    assert_eq!(links.links.iter().map(|link| link.span.of(&links.file.text)).collect::<Vec<_>>(), [OTHER, DOI]);
    let ticket = stage.ask(Question::Links { address: address("untitled:never opened") });
    assert!(matches!(stage.answer_to(ticket), Answer::Links(None)));
}

#[test]
fn links_can_be_switched_off() {
    let mut stage = giving();
    stage.give(Settings::default());
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    assert_eq!(stage.links(), Some(vec![link(DOI)]));
    let features = table(vec![("links", Value::Bool(false))]);
    stage.send(Event::SettingsChanged(None));
    stage.give([(None, table(vec![("features", features.value)]))].into_iter().collect());
    assert_eq!(stage.links(), None);
}
