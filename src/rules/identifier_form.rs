//! DOIs of one reference list are written in several forms.

use super::majority::rules;
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::config::DoiForm;
use crate::findings::{Edit, Finding, Fix, Related, Severity};
use crate::syntax::{Form, Occurrence, Place};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "identifier-form",
    group: Group::Identifiers,
    severity: Severity::Hint,
    submission: None,
    needs: Needs::Text,
    summary: "DOIs of one reference list are written in several forms.",
    page: include_str!("../../docs/rules/identifier-form.md"),
    check,
};

/// The forms that compete; a publisher's address is another thing, a citation key follows its own rules.
const FORMS: [Form; 4] = [Form::Url, Form::OldUrl, Form::Prefix, Form::Bare];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (number, list) in context.document.lists.iter().enumerate() {
        let in_list = |found: &&Occurrence| {
            found.place == Place::Reference && found.list.is_some_and(|list| list as usize == number)
        };
        let heading = list.heading.map(|heading| heading.of(context.document.text()).trim());
        findings.extend(judge(context, context.document.identifiers.iter().filter(in_list), heading));
    }
    let in_footnotes = |found: &&Occurrence| found.place == Place::Footnote;
    findings.extend(judge(context, context.document.identifiers.iter().filter(in_footnotes), Some("footnotes")));
}

/// One finding at the first deviation; `subject` tells lists apart when text moves.
fn judge<'a>(
    context: &Context<'_>,
    found: impl Iterator<Item = &'a Occurrence>,
    subject: Option<&str>,
) -> Option<Finding> {
    let dois = found.filter(|found| found.is_doi() && FORMS.contains(&found.form));
    let settled = dois.filter(|found| !context.in_flux.contains(&found.id));
    let all: Vec<&Occurrence> = settled.filter(|found| !labels_a_link(context, found)).collect();
    let (form, configured) = match context.config.doi_form {
        DoiForm::Auto => (majority(&all)?, false),
        DoiForm::Url => (Form::Url, true),
        DoiForm::Prefix => (Form::Prefix, true),
        DoiForm::Bare => (Form::Bare, true),
    };
    let others: Vec<&Occurrence> = all.iter().copied().filter(|found| found.form != form).collect();
    let (first, rest) = others.split_first()?;
    let (deviating, total, shown) = (others.len(), all.len(), shown(form));
    let are = if deviating == 1 { "is" } else { "are" };
    let message = if configured {
        format!("{deviating} of {total} DOIs here {are} not written in the configured form ({shown}).")
    } else {
        let others = total - deviating;
        format!("{deviating} of {total} DOIs here {are} written in another form than the other {others} ({shown}).")
    };
    let label = all.iter().find(|found| found.form == Form::Prefix).map_or("doi:", |found| label(context, found));
    let edits: Vec<Edit> = others.iter().filter_map(|found| edit(context, found, form, label)).collect();
    let fix = Fix { title: format!("Write all DOIs of this list as {shown}"), safe: true, edits };
    let related = rest.iter().map(|other| Related {
        file: context.document.file.clone(),
        span: other.token,
        message: "written in another form, too".into(),
    });
    Some(Finding {
        subject: Some(subject.unwrap_or("list").to_owned()),
        help: Some("Every one of them leads to its work; only the look of the list is meant.".into()),
        related: related.collect(),
        fixes: if fix.edits.is_empty() { Vec::new() } else { vec![fix] },
        ..Finding::new(RULE.name, ANY_LEVEL, &context.document.file, first.token, message)
    })
}

/// Whether `found` is the text of a link to the same identifier: then its form is that of the link's words.
fn labels_a_link(context: &Context<'_>, found: &Occurrence) -> bool {
    let text = context.document.text();
    let after = text[found.token.range().end..].trim_start_matches(['*', '_', '>']);
    after.starts_with("](") || after.starts_with("][")
}

fn majority(all: &[&Occurrence]) -> Option<Form> {
    let count = |form: Form| all.iter().filter(|found| found.form == form).count();
    let form = FORMS.into_iter().max_by_key(|form| count(*form))?;
    // Nobody is led back to the old address.
    (rules(count(form), all.len()) && form != Form::OldUrl).then_some(form)
}

fn shown(form: Form) -> &'static str {
    match form {
        Form::Prefix => "`doi:10.…`",
        Form::Bare => "`10.…`",
        _ => "`https://doi.org/10.…`",
    }
}

/// How the list itself writes its label: "doi:", "DOI: ".
fn label<'a>(context: &'a Context<'_>, found: &Occurrence) -> &'a str {
    let before = Span::new(found.token.range().start, found.span.range().start).of(context.document.text());
    let plain = before.trim_end_matches(' ').to_ascii_lowercase();
    if plain == "doi:" { before } else { "doi:" }
}

/// The change of one DOI to `form`, where that is a matter of what stands before it; `None` where the DOI itself
/// would have to be spelt anew (percent or Markdown escapes), which is left to a person.
fn edit(context: &Context<'_>, found: &Occurrence, form: Form, label: &str) -> Option<Edit> {
    let text = context.document.text();
    let plain = |ch: char| ch.is_ascii_alphanumeric() || "./-_:;()".contains(ch);
    let (mut start, mut end) = (found.token.range().start, found.span.range().start);
    let before = &text[start..end];
    let of_words = before.chars().all(|ch| ch.is_ascii_alphanumeric() || ":/. ".contains(ch));
    // A DOI with a fault has a fix of its own.
    let simple = found.faults.is_empty() && found.span.of(text) == &*found.meant && found.meant.chars().all(plain);
    if !simple || !of_words {
        return None;
    }
    let mut new = match form {
        Form::Url => "https://doi.org/",
        Form::Prefix => label,
        _ => "",
    }
    .to_owned();
    let bracketed = text[..start].ends_with('<') && text[found.token.range().end..].starts_with('>');
    if form == Form::Url && found.form == Form::OldUrl {
        // A label before the address stays.
        start += before.rfind(' ').map_or(0, |at| at + 1);
    } else if bracketed {
        // Only an address may stand in angle brackets.
        (start, end) = (start - 1, found.token.range().end + 1);
        new.push_str(&found.meant);
    }
    // Glued to something, the new spelling might be read as another DOI.
    let apart = |ch: Option<char>, beside: &str| ch.is_none_or(|ch| ch.is_whitespace() || beside.contains(ch));
    let behind = text[end.max(found.span.range().end)..].chars().next();
    let sound = apart(text[..start].chars().next_back(), "([<|") && apart(behind, ".,;)]>|");
    sound.then(|| Edit { file: context.document.file.clone(), span: Span::new(start, end), text: new })
}
