//! The messages of the input, as far as leaving goes.

use serde::Deserialize;

use crate::log;

/// The longest message that is looked into: what ends a conversation carries nothing. Bytes.
const SHORT: usize = 1024;
/// How much of a line of a head is looked at. Bytes.
const LINE: usize = 1024;

/// A message that is about leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// The client wants nothing any more.
    Shutdown,
    /// The server is to leave.
    Exit,
}

/// Tells one message from the next, however the input is cut. Whatever is no message is passed over.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// The line of a head, or a short body, as far as it came.
    part: Vec<u8>,
    /// How long the body is, once the head has said so.
    length: Option<usize>,
    /// How much of the body is still to come, once the head has ended.
    left: Option<usize>,
}

#[derive(Deserialize)]
struct Message {
    method: String,
}

impl Frames {
    /// Goes on with `bytes`; what was heard in them.
    pub(super) fn hear(&mut self, mut bytes: &[u8]) -> Vec<Heard> {
        let mut heard = Vec::new();
        while !bytes.is_empty() {
            bytes = match self.left {
                None => self.head(bytes),
                Some(left) => self.body(bytes, left, &mut heard),
            };
        }
        heard
    }

    /// Reads on in a head, to the end of the line; what comes behind.
    fn head<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let end = memchr::memchr(b'\n', bytes);
        let (now, later) = bytes.split_at(end.map_or(bytes.len(), |end| end + 1));
        let room = LINE.saturating_sub(self.part.len());
        self.part.extend_from_slice(&now[..now.len().min(room)]);
        if end.is_some() {
            let line = std::mem::take(&mut self.part);
            let line = line.trim_ascii();
            if line.is_empty() {
                self.left = self.length.filter(|length| *length > 0);
            } else if let Some(length) = length_in(line) {
                self.length = Some(length);
            }
        }
        later
    }

    /// Reads on in a body of which so much is left; what comes behind.
    fn body<'b>(&mut self, bytes: &'b [u8], left: usize, heard: &mut Vec<Heard>) -> &'b [u8] {
        let (now, later) = bytes.split_at(left.min(bytes.len()));
        if self.length.is_some_and(|length| length <= SHORT) {
            self.part.extend_from_slice(now);
        }
        if now.len() < left {
            self.left = Some(left - now.len());
            return later;
        }
        let whole = std::mem::take(self).part;
        match serde_json::from_slice::<Message>(&whole) {
            Ok(message) => match message.method.as_str() {
                "shutdown" => heard.push(Heard::Shutdown),
                "exit" => heard.push(Heard::Exit),
                _ => {}
            },
            // An answer has no method; what was too long to be looked into is empty here.
            Err(error) if !error.is_data() && !whole.is_empty() => {
                log::event(&log::Event::NotUnderstood { bytes: whole.len() });
            }
            Err(_) => {}
        }
        later
    }
}

/// The number of bytes that a line of a head gives, behind whatever may be left over from something else.
pub(super) fn length_in(line: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"content-length:";
    let at = line.windows(NAME.len()).rposition(|part| part.eq_ignore_ascii_case(NAME))?;
    std::str::from_utf8(&line[at + NAME.len()..]).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;
    const SHUTDOWN: &str = r#"{"jsonrpc":"2.0","id":7,"method":"shutdown"}"#;

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    fn heard(said: &str) -> Vec<Heard> {
        Frames::default().hear(said.as_bytes())
    }

    #[test]
    fn a_message_is_about_leaving_by_its_method_alone() {
        for (body, expected) in [
            (EXIT, vec![Heard::Exit]),
            (r#"{ "method" : "exit", "params" : null, "jsonrpc": "2.0" }"#, vec![Heard::Exit]),
            (SHUTDOWN, vec![Heard::Shutdown]),
            (r#"{"jsonrpc":"2.0","method":"x","params":{"method":"exit"}}"#, vec![]),
            (r#"{"jsonrpc":"2.0","id":1,"result":"exit"}"#, vec![]),
            (r#"{"method":"exit""#, vec![]),
            ("exit", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(heard(&framed(body)), expected, "{body}");
        }
    }

    #[test]
    fn a_message_in_a_text_is_none() {
        let inner = framed(EXIT);
        for padding in [0, 9 * SHORT] {
            let body = format!(r#"{{"method":"x","text":{inner:?}{}}}"#, " ".repeat(padding));
            assert_eq!(heard(&(framed(&body) + &framed(SHUTDOWN))), [Heard::Shutdown]);
        }
        assert_eq!(heard(&(framed(&inner) + &framed(SHUTDOWN))), [Heard::Shutdown]);
    }

    #[test]
    fn heads_are_read_as_the_protocol_writes_them_and_nonsense_is_passed_over() {
        let length = EXIT.len();
        let kind = "Content-Type: application/vscode-jsonrpc; charset=utf-8";
        for said in [
            format!("content-length:{length}\r\n\r\n{EXIT}"),
            format!("Content-Length: {length}\r\n{kind}\r\n\r\n{EXIT}"),
            format!("{kind}\r\nContent-Length: {length}\r\n\r\n{EXIT}"),
            format!("left over{}", framed(EXIT)),
            format!("Content-Length: much\r\n\r\n{}", framed(EXIT)),
            format!("{}\n{}", "x".repeat(9 * LINE), framed(EXIT)),
            framed("") + &framed(EXIT),
        ] {
            assert_eq!(heard(&said), [Heard::Exit], "{said}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_does_not_matter_how_the_input_is_cut(
            messages in prop::collection::vec(0..5_usize, 0..8),
            cuts in prop::collection::vec(1..40_usize, 1..20),
        ) {
            let long = format!(r#"{{"method":"{}"}}"#, "\u{e4}".repeat(SHORT));
            let bodies = [EXIT, SHUTDOWN, &long, r#"{"method":"exit"} and more"#, r#"{"id":1,"result":null}"#];
            let said: String = messages.iter().map(|at| framed(bodies[*at])).collect();
            let leaving = [Heard::Exit, Heard::Shutdown];
            let expected: Vec<_> = messages.iter().filter_map(|at| leaving.get(*at).copied()).collect();
            let (mut frames, mut rest, mut heard) = (Frames::default(), said.as_bytes(), Vec::new());
            for cut in cuts.iter().cycle() {
                let (now, later) = rest.split_at((*cut).min(rest.len()));
                heard.extend(frames.hear(now));
                rest = later;
                if rest.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(heard, expected);
        }

        #[test]
        fn any_bytes_are_survived(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..8)) {
            let mut frames = Frames::default();
            for part in parts {
                frames.hear(&part);
            }
        }
    }
}
