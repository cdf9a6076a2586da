//! doi.org: which agency registered a DOI (`/doiRA/`), and whether its handle exists (`/api/handles/`).
