"""The tables of a corpus: SQL scripts, each of which leads from one version of the schema to the next."""

#: "thnh" in ASCII: marks the file as a corpus of this program.
APPLICATION_ID = 0x74686E68

# Keys are made from what a row says, never counted up: whatever the order in which articles are stored, and however
# often, the same articles give the same rows. `ordinal` is the place among its like, from 1, as the article tells it.
# `confidence` is the probability (0 to 1) that the value is right. Offsets count code points of `articles.text`.
TABLES = """
CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    publisher TEXT NOT NULL,
    province TEXT,                      -- statistical code before July 2025
    kind TEXT NOT NULL,
    sample INTEGER NOT NULL CHECK (sample IN (0, 1))
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    extractor TEXT NOT NULL,            -- version of the rules
    started_at TEXT NOT NULL,
    finished_at TEXT,                   -- NULL: still at it, or killed
    articles INTEGER,                   -- stored by this run, new or anew
    problems INTEGER
);
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    url TEXT UNIQUE,
    source TEXT REFERENCES sources (name),
    input_id TEXT NOT NULL,             -- the file's stem, the line's id, or the URL's last part
    title TEXT NOT NULL,
    text TEXT NOT NULL,                 -- NFC: title and parts with a blank line between them
    published TEXT CHECK (published GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    author TEXT,
    family TEXT,                        -- whose markup it was read by
    how TEXT NOT NULL CHECK (json_valid(how)),  -- which step found each field
    page_sha256 TEXT,
    fetched_at TEXT,                    -- UTC
    extractor TEXT NOT NULL,
    run_id INTEGER REFERENCES runs (id)
);
CREATE INDEX articles_by_source ON articles (source, published);
CREATE TABLE parts (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('title', 'sapo', 'paragraph', 'caption')),
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL CHECK (char_end >= char_start),
    PRIMARY KEY (article_id, ordinal)
);
CREATE TABLE pages (                    -- archived pages that were looked into
    url TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    article_id TEXT REFERENCES articles (id),
    problem TEXT,                       -- why it gave no article
    CHECK (article_id IS NULL OR problem IS NULL)
);
CREATE TABLE inspections (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    activity TEXT NOT NULL CHECK (activity IN ('kiểm tra', 'thanh tra', 'giám sát', 'kiểm toán')),
    surprise INTEGER NOT NULL CHECK (surprise IN (0, 1)),
    stage TEXT NOT NULL CHECK (stage IN ('announced', 'under_way', 'concluded')),
    topic TEXT,
    inspecting_body TEXT,
    agency_count INTEGER CHECK (agency_count > 0),
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    UNIQUE (article_id, ordinal)
);
CREATE TABLE agencies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,                 -- the fullest spelling met
    folded TEXT NOT NULL                -- words without diacritics, abbreviations written out
);
CREATE TABLE inspected (
    id TEXT PRIMARY KEY,
    inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,                 -- as the article has it
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    UNIQUE (inspection_id, agency_id)
);
CREATE INDEX inspected_by_agency ON inspected (agency_id);
CREATE TABLE dates (
    id TEXT PRIMARY KEY,
    inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    edtf TEXT NOT NULL,
    first_day TEXT,                     -- NULL: the year is not known
    last_day TEXT,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    CHECK (first_day <= last_day),
    UNIQUE (inspection_id, edtf)
);
CREATE INDEX dates_by_day ON dates (first_day, last_day);
CREATE TABLE leaders (
    id TEXT PRIMARY KEY,
    inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    name TEXT,
    position TEXT,
    folded TEXT NOT NULL,               -- name and position without diacritics
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    CHECK (name IS NOT NULL OR position IS NOT NULL)
);
CREATE INDEX leaders_by_inspection ON leaders (inspection_id);
CREATE TABLE violations (
    id TEXT PRIMARY KEY,
    inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    agency_id TEXT REFERENCES agencies (id),  -- NULL: the text ties it to no single agency
    ordinal INTEGER NOT NULL,
    text TEXT NOT NULL,
    category TEXT,                      -- a class of data/lexicon/violation_classes.tsv
    count INTEGER,                      -- "vắng 5/21": 5 of 21
    total INTEGER,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1)
);
CREATE INDEX violations_by_inspection ON violations (inspection_id);
CREATE INDEX violations_by_agency ON violations (agency_id);
CREATE TABLE documents (                -- on which an inspection rests
    id TEXT PRIMARY KEY,
    inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number TEXT,
    date TEXT,                          -- EDTF
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1)
);
CREATE INDEX documents_by_inspection ON documents (inspection_id);
CREATE TABLE outcomes (
    id TEXT PRIMARY KEY,
    inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,                 -- as in data/lexicon/outcomes.tsv
    text TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('recommended', 'imposed')),
    severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 7),
    amount_vnd INTEGER,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1)
);
CREATE INDEX outcomes_by_inspection ON outcomes (inspection_id);
CREATE TABLE evidence (                 -- where articles.text says it
    row_table TEXT NOT NULL,
    row_id TEXT NOT NULL,
    field TEXT NOT NULL,                -- 'trigger': what makes it an inspection at all
    ordinal INTEGER NOT NULL,
    inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL CHECK (char_end > char_start),
    quote TEXT NOT NULL,                -- text[char_start:char_end]
    sentence_start INTEGER NOT NULL CHECK (sentence_start <= char_start),
    sentence_end INTEGER NOT NULL CHECK (sentence_end >= char_end),
    rule TEXT NOT NULL,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (row_table, row_id, field, ordinal)
);
CREATE INDEX evidence_by_inspection ON evidence (inspection_id);
CREATE INDEX evidence_by_row ON evidence (row_id);
"""

# One row for each (agency, date) of an inspection, so that each row read by itself is true. The sentence is the one
# that names the agency, and where there are several the one that gives the date too.
VIEW = """
CREATE VIEW who_was_inspected_when AS
WITH pairs AS (
    SELECT
        i.*, w.id AS inspected_id, w.agency_id, w.name AS agency, w.ordinal AS agency_ordinal,
        d.edtf AS date, d.first_day, d.last_day,
        coalesce(
            (
                SELECT e.rowid FROM evidence e
                JOIN evidence told ON told.row_id = d.id AND told.sentence_start = e.sentence_start
                WHERE e.row_id = w.id ORDER BY e.ordinal LIMIT 1
            ),
            (SELECT e.rowid FROM evidence e WHERE e.row_id = w.id ORDER BY e.ordinal LIMIT 1),
            (SELECT e.rowid FROM evidence e WHERE e.row_id = d.id ORDER BY e.ordinal LIMIT 1),
            (SELECT e.rowid FROM evidence e WHERE e.row_id = i.id AND field = 'trigger' ORDER BY e.ordinal LIMIT 1)
        ) AS proof
    FROM inspections i
    LEFT JOIN inspected w ON w.inspection_id = i.id
    LEFT JOIN dates d ON d.inspection_id = i.id
)
SELECT
    p.date, p.agency,
    (
        SELECT group_concat(coalesce(name || ' (' || position || ')', name, position), '; ')
        FROM (SELECT name, position FROM leaders WHERE inspection_id = p.id ORDER BY ordinal)
    ) AS leader,
    -- at this agency
    (
        SELECT json_group_array(text) FROM (
            SELECT text FROM violations
            WHERE inspection_id = p.id AND agency_id IS p.agency_id ORDER BY ordinal
        )
    ) AS violations,
    -- at one or more of the agencies inspected; the text does not say which
    (
        SELECT json_group_array(text) FROM (
            SELECT text FROM violations
            WHERE inspection_id = p.id AND agency_id IS NULL AND p.agency_id IS NOT NULL ORDER BY ordinal
        )
    ) AS violations_not_tied,
    p.activity, p.surprise, p.stage, p.topic, p.inspecting_body, p.agency_count,
    a.source, s.publisher, a.published, a.title, a.url,
    substr(a.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) AS sentence,
    e.quote, e.char_start, e.char_end,
    p.confidence, p.first_day, p.last_day,
    p.id AS inspection_id, p.article_id, a.input_id, p.agency_id, p.agency_ordinal
FROM pairs p
JOIN articles a ON a.id = p.article_id
LEFT JOIN sources s ON s.name = a.source
LEFT JOIN evidence e ON e.rowid = p.proof;
"""

# Several pages of one article count once, and what stood in the way of a page has a name.
DUPLICATES = """
ALTER TABLE articles ADD COLUMN slug TEXT;          -- what the URL calls it, without ids
ALTER TABLE articles ADD COLUMN duplicate_of TEXT REFERENCES articles (id);  -- the page of it that counts
CREATE INDEX articles_by_slug ON articles (source, slug);
CREATE INDEX articles_by_title ON articles (source, title);
CREATE INDEX articles_by_duplicate ON articles (duplicate_of);
ALTER TABLE pages ADD COLUMN obstacle TEXT;         -- challenge, login, encrypted ...: not the same as an empty page
CREATE TABLE source_runs (                          -- what a run did for a source
    run_id INTEGER NOT NULL REFERENCES runs (id),
    source TEXT NOT NULL,
    pages INTEGER NOT NULL DEFAULT 0,               -- responses that came
    listings INTEGER NOT NULL DEFAULT 0,
    fetched INTEGER NOT NULL DEFAULT 0,             -- articles' pages that came
    unchanged INTEGER NOT NULL DEFAULT 0,           -- the site said that they have not changed
    nbytes INTEGER NOT NULL DEFAULT 0,
    articles INTEGER NOT NULL DEFAULT 0,            -- read and stored
    fallbacks INTEGER NOT NULL DEFAULT 0,           -- of these, read with the help of what reads any page
    fields TEXT NOT NULL CHECK (json_valid(fields)),        -- {field: articles that have it}
    steps TEXT NOT NULL CHECK (json_valid(steps)),          -- {field: {step that found it: articles}}
    errors TEXT NOT NULL CHECK (json_valid(errors)),        -- {why: pages}
    obstacles TEXT NOT NULL CHECK (json_valid(obstacles)),  -- {what the site gave instead: pages}
    put_off TEXT,                                   -- why the source was left for then
    PRIMARY KEY (run_id, source)
);
DROP VIEW who_was_inspected_when;
"""
JOINED = "JOIN articles a ON a.id = p.article_id"
ONCE = VIEW.replace(JOINED, f"{JOINED} AND a.duplicate_of IS NULL")

# What questions are asked of, derived from the tables above by corpus/search.py in the transaction that changes them.
# An answer is what a question finds: an inspection. All words are folded (see corpus/folding.py).
SEARCH = """
CREATE TABLE search_form (form TEXT NOT NULL);          -- how words were folded; otherwise today: all is made anew
CREATE TABLE search_answers (
    id TEXT PRIMARY KEY,
    published TEXT NOT NULL,                            -- '': not known
    confidence REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX search_answers_by_published ON search_answers (published, id);
CREATE INDEX search_answers_by_confidence ON search_answers (confidence, id);
CREATE TABLE search_postings (                          -- an inverted list for each value, in the order of days
    facet TEXT NOT NULL,                                -- 'agency', 'province' ...; 'all' lists all answers
    value TEXT NOT NULL,
    long INTEGER NOT NULL CHECK (long IN (0, 1)),       -- the date can mean more than 31 days
    day TEXT NOT NULL,                                  -- first and last day of a date; '9999': not known
    id TEXT NOT NULL REFERENCES search_answers (id) ON DELETE CASCADE,
    last_day TEXT NOT NULL CHECK (last_day >= day),
    PRIMARY KEY (facet, value, long, day, id)
) WITHOUT ROWID;
CREATE INDEX search_postings_by_answer ON search_postings (id, facet, value);
CREATE TABLE search_articles (                          -- the row of search_texts that an article has
    number INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE search_texts USING fts5 (title, text, content='', tokenize='unicode61 remove_diacritics 0');
CREATE TABLE search_names (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('agency', 'leader')),
    ref TEXT NOT NULL,                                  -- the value under which search_postings lists it
    folded TEXT NOT NULL,
    UNIQUE (kind, ref, folded)
);
CREATE VIRTUAL TABLE search_names_words USING fts5 (
    folded, content='search_names', content_rowid='number', tokenize='unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE search_names_trigrams USING fts5 (
    folded, content='search_names', content_rowid='number', tokenize='trigram', detail='none'
);
CREATE VIRTUAL TABLE search_trigrams USING fts5vocab ('search_names_trigrams', 'row');
CREATE TRIGGER search_names_added AFTER INSERT ON search_names BEGIN
    INSERT INTO search_names_words (rowid, folded) VALUES (new.number, new.folded);
    INSERT INTO search_names_trigrams (rowid, folded) VALUES (new.number, new.folded);
END;
CREATE TRIGGER search_names_gone AFTER DELETE ON search_names BEGIN
    INSERT INTO search_names_words (search_names_words, rowid, folded) VALUES ('delete', old.number, old.folded);
    INSERT INTO search_names_trigrams (search_names_trigrams, rowid, folded) VALUES ('delete', old.number, old.folded);
END;
CREATE INDEX leaders_by_name ON leaders (folded);
DROP INDEX violations_by_inspection;
CREATE INDEX violations_by_inspection ON violations (inspection_id, agency_id);
CREATE INDEX articles_by_run ON articles (run_id);
"""

MIGRATIONS = (TABLES + VIEW, DUPLICATES + ONCE, SEARCH)
