//! The vocabulary of works: identifiers, records, names, dates, notices, and what is known of them.

mod date;
mod hidden;
mod id;
mod knowledge;
mod name;
mod notice;
mod records;
mod title;
mod work;

pub use date::{Day, PartialDate};
pub use hidden::is_hidden;
pub use id::{Identifier, IdentifierKind};
pub use knowledge::{Absent, Knowledge, Known, Reason, Source, View};
pub use name::{Name, folded};
pub use notice::{Notice, NoticeAbout, NoticeKind, ReportedBy};
pub use records::Records;
pub use title::split_status;
pub use work::{Dates, Record, Relation, RelationKind, WorkType};
