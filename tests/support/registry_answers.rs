//! What the stand-in answers, service by service, in the shapes of the real ones.

use super::{Answer, Article, Entry, Holdings, decoded};

fn json(status: u16, body: String) -> Answer {
    Answer { status, kind: "application/json;charset=utf-8", body }
}

fn not_found() -> Answer {
    Answer { status: 404, kind: "text/plain", body: "Resource not found.".into() }
}

/// The answer to a request; the parameters stand in the address or in the form.
pub(super) fn route(holdings: &Holdings, path: &str, form: &str) -> Answer {
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let asked = |name: &str| {
        let fields = query.split('&').chain(form.split('&'));
        let value = fields.filter_map(|field| field.split_once('=')).find(|(field, _)| *field == name);
        value.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    let service = place.split('/').nth(1).unwrap_or_default();
    let rest = place.get(service.len() + 1..).unwrap_or_default();
    match service {
        "crossref" => crossref(holdings, rest, &asked("filter")),
        "doi" => doi_org(holdings, rest),
        "datacite" if rest == "/dois" => datacite(holdings, &decoded(&asked("query"))),
        "pubmed" => pubmed(holdings, rest, &decoded(&asked("id")), &decoded(&asked("term"))),
        "idconv" if rest == "/api/v1/articles/" => idconv(holdings, &decoded(&asked("ids")), &asked("idtype")),
        "arxiv" if rest == "/query" => arxiv(holdings, &decoded(&asked("id_list"))),
        "europepmc" if rest == "/search" => europepmc(holdings, &decoded(&asked("query"))),
        _ => not_found(),
    }
}

fn crossref(holdings: &Holdings, rest: &str, filter: &str) -> Answer {
    if rest == "/works" {
        let asked = filter.split(',').filter_map(|part| part.strip_prefix("doi:")).map(decoded);
        let found = asked.filter(|doi| holdings.works.get(doi).is_some_and(|entry| entry.listed));
        let items: Vec<String> = found.map(|doi| work(&doi)).collect();
        return json(
            200,
            format!(
                r#"{{"status":"ok","message-type":"work-list","message":{{"total-results":{},"items":[{}]}}}}"#,
                items.len(),
                items.join(",")
            ),
        );
    }
    let doi = decoded(rest.strip_prefix("/works/").unwrap_or_default());
    if !holdings.works.get(&doi).is_some_and(|entry| entry.single) {
        return not_found();
    }
    json(200, format!(r#"{{"status":"ok","message-type":"work","message":{}}}"#, work(&doi)))
}

fn work(doi: &str) -> String {
    format!(
        r#"{{"DOI":"{doi}","type":"journal-article","title":["The work {doi}"],"container-title":["Journal of Soil"],
            "issued":{{"date-parts":[[2015,3]]}},"author":[{{"family":"Paget","given":"S"}}]}}"#
    )
}

fn doi_org(holdings: &Holdings, rest: &str) -> Answer {
    if let Some(list) = rest.strip_prefix("/doiRA/") {
        let about = |raw: &str| {
            let doi = decoded(raw);
            match holdings.works.get(&doi).and_then(|entry| entry.agency) {
                Some(agency) => format!(r#"{{"DOI":"{doi}","RA":"{agency}"}}"#),
                None => format!(r#"{{"DOI":"{doi}","status":"DOI does not exist"}}"#),
            }
        };
        return json(200, format!("[{}]", list.split(',').map(about).collect::<Vec<_>>().join(",")));
    }
    let Some(doi) = rest.strip_prefix("/api/handles/").map(decoded) else { return not_found() };
    match holdings.works.get(&doi).filter(|entry| entry.handle) {
        None => json(404, format!(r#"{{"responseCode":100,"handle":"{doi}"}}"#)),
        Some(Entry { alias: Some(alias), .. }) => json(
            200,
            format!(
                r#"{{"responseCode":1,"handle":"{doi}","values":[{{"index":1,"type":"HS_ALIAS","data":{{"format":"string","value":"{alias}"}}}}]}}"#
            ),
        ),
        Some(_) => json(200, format!(r#"{{"responseCode":1,"handle":"{doi}","values":[]}}"#)),
    }
}

fn datacite(holdings: &Holdings, query: &str) -> Answer {
    let dois = query.split('"').skip(1).step_by(2);
    let found = dois.filter(|doi| holdings.works.get(*doi).is_some_and(|entry| entry.datacite));
    let items: Vec<String> = found
        .map(|doi| {
            format!(
                r#"{{"id":"{doi}","type":"dois","attributes":{{"doi":"{doi}","titles":[{{"title":"The data {doi}"}}],
                    "creators":[{{"name":"Paget, S","nameType":"Personal","givenName":"S","familyName":"Paget"}}],
                    "publicationYear":2015,"types":{{"resourceTypeGeneral":"Dataset"}},"state":"findable"}}}}"#
            )
        })
        .collect();
    json(200, format!(r#"{{"data":[{}],"meta":{{"total":{}}}}}"#, items.join(","), items.len()))
}

fn pubmed(holdings: &Holdings, rest: &str, ids: &str, term: &str) -> Answer {
    match rest {
        "/efetch.fcgi" => {
            let found = ids.split(',').filter_map(|pmid| Some((pmid, holdings.articles.get(pmid)?)));
            let articles: String =
                found.filter(|(_, it)| !it.only_summary).map(|(pmid, it)| article(pmid, it)).collect();
            let body = format!("<?xml version=\"1.0\" ?>\n<PubmedArticleSet>{articles}</PubmedArticleSet>");
            Answer { status: 200, kind: "text/xml; charset=UTF-8", body }
        }
        "/esummary.fcgi" => {
            let about = if holdings.articles.contains_key(ids) {
                format!(r#""title":"The article {ids}""#)
            } else {
                r#""error":"cannot get document summary""#.to_owned()
            };
            json(
                200,
                format!(
                    r#"{{"header":{{"type":"esummary"}},"result":{{"uids":["{ids}"],"{ids}":{{"uid":"{ids}",{about}}}}}}}"#
                ),
            )
        }
        "/esearch.fcgi" => {
            let dois: Vec<&str> = term.split('"').skip(1).step_by(2).collect();
            let has = |article: &&Article| article.doi.as_deref().is_some_and(|doi| dois.contains(&doi));
            let found = holdings.articles.iter().filter(|(_, article)| has(article) || article.found_by_all);
            let found: Vec<String> = found.map(|(pmid, _)| format!("\"{pmid}\"")).collect();
            json(
                200,
                format!(
                    r#"{{"header":{{"type":"esearch"}},"esearchresult":{{"count":"{}","idlist":[{}]}}}}"#,
                    found.len(),
                    found.join(",")
                ),
            )
        }
        _ => not_found(),
    }
}

fn article(pmid: &str, article: &Article) -> String {
    let id = |kind: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("<ArticleId IdType=\"{kind}\">{value}</ArticleId>")).unwrap_or_default()
    };
    format!(
        "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">{pmid}</PMID><Article><Journal>\
         <JournalIssue><PubDate><Year>2015</Year></PubDate></JournalIssue><Title>Journal of soil</Title></Journal>\
         <ArticleTitle>The article {pmid}.</ArticleTitle></Article></MedlineCitation><PubmedData><ArticleIdList>\
         <ArticleId IdType=\"pubmed\">{pmid}</ArticleId>{}{}</ArticleIdList></PubmedData></PubmedArticle>\n",
        id("doi", &article.doi),
        id("pmc", &article.pmcid)
    )
}

fn idconv(holdings: &Holdings, ids: &str, kind: &str) -> Answer {
    let about = |asked: &str| {
        let (article, upper) = (holdings.articles.iter(), asked.to_ascii_uppercase());
        let is = |(pmid, article): &(&String, &Article)| match kind {
            "pmid" => *pmid == asked,
            "pmcid" => article.pmcid.as_deref() == Some(&upper),
            _ => article.doi.as_deref() == Some(asked),
        };
        match article.clone().find(is).and_then(|(pmid, article)| Some((pmid, article.pmcid.as_ref()?))) {
            Some((pmid, pmcid)) => format!(r#"{{"requested-id":"{upper}","pmid":{pmid},"pmcid":"{pmcid}"}}"#),
            None => {
                format!(r#"{{"requested-id":"{upper}","status":"error","errmsg":"Identifier not found in PMC"}}"#)
            }
        }
    };
    json(200, format!(r#"{{"status":"ok","records":[{}]}}"#, ids.split(',').map(about).collect::<Vec<_>>().join(",")))
}

fn arxiv(holdings: &Holdings, ids: &str) -> Answer {
    let has = |id: &&str| holdings.works.get(&format!("10.48550/arxiv.{id}")).is_some_and(|entry| entry.arxiv);
    let entries: String = ids
        .split(',')
        .filter(has)
        .map(|id| {
            format!(
                "<entry><id>http://arxiv.org/abs/{id}v1</id><title>The paper {id}</title><summary>We ask.</summary>\
                 <published>2017-06-12T17:57:34Z</published><updated>2017-06-12T17:57:34Z</updated>\
                 <author><name>S Paget</name></author></entry>"
            )
        })
        .collect();
    let feed = format!("<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">{entries}</feed>");
    Answer { status: 200, kind: "application/atom+xml; charset=UTF-8", body: feed }
}

fn europepmc(holdings: &Holdings, query: &str) -> Answer {
    let asks = |pmid: &str, article: &Article| {
        let words = || query.split(|c: char| !c.is_ascii_alphanumeric());
        let pmcid = article.pmcid.as_deref().map(str::to_ascii_lowercase);
        words().any(|word| word == pmid || pmcid.as_deref() == Some(word))
    };
    let text = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!(r#","{name}":"{value}""#)).unwrap_or_default()
    };
    let found: Vec<String> = holdings
        .articles
        .iter()
        .filter(|(pmid, article)| asks(pmid, article))
        .map(|(pmid, article)| {
            let (doi, pmcid) = (text("doi", &article.doi), text("pmcid", &article.pmcid));
            format!(
                r#"{{"id":"{pmid}","source":"MED","pmid":"{pmid}"{doi}{pmcid},"title":"The article {pmid}.","pubYear":"2015"}}"#
            )
        })
        .collect();
    json(
        200,
        format!(r#"{{"version":"6.9","hitCount":{},"resultList":{{"result":[{}]}}}}"#, found.len(), found.join(",")),
    )
}
