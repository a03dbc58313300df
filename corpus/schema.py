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

# What the articles tell is put together: agencies as what they are, people by name and office, and the reports of one
# inspection as one case. An inspection that no other report is linked to is a case of its own.
IDENTITY = """
CREATE TABLE cases (                    -- an inspection in the world; its columns are the preferred values
    id TEXT PRIMARY KEY,                -- made from the first of its reports
    activity TEXT NOT NULL CHECK (activity IN ('kiểm tra', 'thanh tra', 'giám sát', 'kiểm toán')),
    surprise INTEGER NOT NULL CHECK (surprise IN (0, 1)),
    stage TEXT NOT NULL CHECK (stage IN ('announced', 'under_way', 'concluded')),  -- the furthest that is told
    topic TEXT,
    inspecting_body TEXT,
    agency_count INTEGER CHECK (agency_count > 0),
    articles INTEGER NOT NULL CHECK (articles >= 0)  -- that tell it; 0: only pages that do not count
);
ALTER TABLE inspections ADD COLUMN case_id TEXT REFERENCES cases (id);
CREATE INDEX inspections_by_case ON inspections (case_id);
CREATE TABLE case_links (               -- which reports are taken for one, and why
    inspection_a TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    inspection_b TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    score REAL NOT NULL,                -- sum of the weights of the reasons
    reasons TEXT NOT NULL CHECK (json_valid(reasons)),  -- {what was compared: weight}
    PRIMARY KEY (inspection_a, inspection_b),
    CHECK (inspection_a < inspection_b)
);
CREATE INDEX case_links_by_b ON case_links (inspection_b);
CREATE TABLE case_decisions (           -- by a person: no linking undoes it, and no re-reading of an article
    inspection_a TEXT NOT NULL,
    inspection_b TEXT NOT NULL,
    same INTEGER NOT NULL CHECK (same IN (0, 1)),
    reviewer TEXT NOT NULL,
    decided_at TEXT NOT NULL,           -- UTC
    note TEXT,
    PRIMARY KEY (inspection_a, inspection_b),
    CHECK (inspection_a < inspection_b)
);
CREATE INDEX case_decisions_by_b ON case_decisions (inspection_b);
CREATE TABLE case_keys (                -- by which reports that may be of one inspection find each other
    inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (key, day, inspection_id)
) WITHOUT ROWID;
CREATE INDEX case_keys_by_inspection ON case_keys (inspection_id);
CREATE TABLE case_values (              -- what the reports say, side by side
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    preferred INTEGER NOT NULL CHECK (preferred IN (0, 1)),
    reason TEXT NOT NULL,               -- why it is preferred, or why not
    inspections TEXT NOT NULL CHECK (json_valid(inspections)),  -- the reports that say it
    PRIMARY KEY (case_id, field, value)
);
CREATE TABLE case_rows (                -- (agency, date) of a case, and the report that tells it best
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    inspection_id TEXT NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    inspected_id TEXT REFERENCES inspected (id) ON DELETE CASCADE,  -- NULL: no agency is named
    date_id TEXT REFERENCES dates (id) ON DELETE CASCADE,           -- NULL: no date is told
    agency_id TEXT REFERENCES agencies (id),
    first_day TEXT,
    last_day TEXT,
    articles INTEGER NOT NULL CHECK (articles > 0),  -- that tell of this agency on this date
    PRIMARY KEY (case_id, ordinal)
);
CREATE INDEX case_rows_by_agency ON case_rows (agency_id, first_day);
CREATE INDEX case_rows_by_day ON case_rows (first_day, last_day);
CREATE INDEX case_rows_by_inspection ON case_rows (inspection_id);
CREATE INDEX case_rows_by_inspected ON case_rows (inspected_id);
CREATE INDEX case_rows_by_date ON case_rows (date_id);

ALTER TABLE agencies ADD COLUMN level TEXT CHECK (level IN ('ministry', 'province', 'district', 'commune'));
ALTER TABLE agencies ADD COLUMN kind TEXT;              -- administration, party, police, school ...
ALTER TABLE agencies ADD COLUMN parent TEXT;            -- canonical name
ALTER TABLE agencies ADD COLUMN parent_id TEXT;         -- the id that it has where an article names it
ALTER TABLE agencies ADD COLUMN province TEXT;          -- statistical code before July 2025
ALTER TABLE agencies ADD COLUMN unit_code TEXT;         -- of the administrative unit before July 2025
ALTER TABLE agencies ADD COLUMN unit_code_2025 TEXT;    -- of the unit that it became or is since then
ALTER TABLE agencies ADD COLUMN province_2025 TEXT;
ALTER TABLE agencies ADD COLUMN latitude REAL CHECK (latitude BETWEEN -90 AND 90);  -- of the unit's centre
ALTER TABLE agencies ADD COLUMN longitude REAL CHECK (longitude BETWEEN -180 AND 180);
ALTER TABLE agencies ADD COLUMN certainty TEXT NOT NULL DEFAULT 'unknown'
    CHECK (certainty IN ('resolved', 'ambiguous', 'unknown'));
CREATE INDEX agencies_by_parent ON agencies (parent_id);
CREATE INDEX agencies_by_province ON agencies (province);
CREATE INDEX agencies_by_province_2025 ON agencies (province_2025);
CREATE TABLE agency_names (             -- as articles have them
    agency_id TEXT NOT NULL REFERENCES agencies (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    canonical TEXT NOT NULL,            -- written out in full
    folded TEXT NOT NULL,
    uses INTEGER NOT NULL CHECK (uses > 0),
    PRIMARY KEY (agency_id, name)
);
CREATE TABLE agency_candidates (        -- of a name that may mean several
    agency_id TEXT NOT NULL REFERENCES agencies (id) ON DELETE CASCADE,
    candidate TEXT NOT NULL,            -- canonical name
    unit_code TEXT,
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    PRIMARY KEY (agency_id, candidate)
);
CREATE TABLE agency_successions (       -- what an agency was merged into or renamed to
    agency_id TEXT NOT NULL REFERENCES agencies (id) ON DELETE CASCADE,
    successor TEXT NOT NULL,            -- canonical name
    successor_id TEXT NOT NULL,         -- the id that it has where an article names it
    on_date TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('merged', 'renamed', 'divided', 'abolished')),
    source TEXT NOT NULL,
    PRIMARY KEY (agency_id, successor)
);
CREATE INDEX agency_successions_by_successor ON agency_successions (successor_id);
CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    office TEXT,                        -- NULL: the text gives none, so nobody else is the same person
    folded TEXT NOT NULL                -- name and office without diacritics
);
ALTER TABLE leaders ADD COLUMN person_id TEXT REFERENCES people (id);
CREATE INDEX leaders_by_person ON leaders (person_id);

INSERT INTO cases
SELECT i.id, activity, surprise, stage, topic, inspecting_body, agency_count, a.duplicate_of IS NULL
FROM inspections i JOIN articles a ON a.id = i.article_id;
UPDATE inspections SET case_id = id;
INSERT INTO case_rows
SELECT
    i.id, row_number() OVER (PARTITION BY i.id ORDER BY w.ordinal, d.ordinal), i.id,
    w.id, d.id, w.agency_id, d.first_day, d.last_day, 1
FROM inspections i
JOIN articles a ON a.id = i.article_id AND a.duplicate_of IS NULL
LEFT JOIN inspected w ON w.inspection_id = i.id
LEFT JOIN dates d ON d.inspection_id = i.id;
INSERT INTO agency_names SELECT agency_id, name, name, '', count(*) FROM inspected GROUP BY agency_id, name;
DROP VIEW who_was_inspected_when;
"""
# One row for each (agency, date) of a case. What stands in `cases` is said of the whole case; sentence, link and
# confidence are those of the report that tells of this agency on this date best.
CASES = """
CREATE VIEW who_was_inspected_when AS
WITH pairs AS (
    SELECT
        r.*, w.name AS agency, w.ordinal AS agency_ordinal, d.edtf AS date, i.article_id, i.confidence,
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
    FROM case_rows r
    JOIN inspections i ON i.id = r.inspection_id
    LEFT JOIN inspected w ON w.id = r.inspected_id
    LEFT JOIN dates d ON d.id = r.date_id
)
SELECT
    p.date, p.agency, g.name AS agency_name,
    (
        SELECT group_concat(coalesce(name || ' (' || position || ')', name, position), '; ')
        FROM (SELECT name, position FROM leaders WHERE inspection_id = coalesce(
            -- of another report where this one names none
            (SELECT inspection_id FROM leaders WHERE inspection_id = p.inspection_id LIMIT 1),
            (
                SELECT l.inspection_id FROM inspections i
                JOIN leaders l ON l.inspection_id = i.id
                JOIN articles t ON t.id = i.article_id AND t.duplicate_of IS NULL
                WHERE i.case_id = p.case_id ORDER BY l.inspection_id LIMIT 1
            )
        ) ORDER BY ordinal)
    ) AS leader,
    -- at this agency
    (
        SELECT json_group_array(text) FROM (
            SELECT v.text FROM inspections i
            JOIN violations v ON v.inspection_id = i.id
            JOIN articles t ON t.id = i.article_id AND t.duplicate_of IS NULL
            WHERE i.case_id = p.case_id AND v.agency_id IS p.agency_id
            GROUP BY v.text ORDER BY min(i.id), min(v.ordinal)
        )
    ) AS violations,
    -- at one or more of the agencies inspected; the text does not say which
    (
        SELECT json_group_array(text) FROM (
            SELECT v.text FROM inspections i
            JOIN violations v ON v.inspection_id = i.id
            JOIN articles t ON t.id = i.article_id AND t.duplicate_of IS NULL
            WHERE i.case_id = p.case_id AND v.agency_id IS NULL AND p.agency_id IS NOT NULL
            GROUP BY v.text ORDER BY min(i.id), min(v.ordinal)
        )
    ) AS violations_not_tied,
    c.activity, c.surprise, c.stage, c.topic, c.inspecting_body, c.agency_count,
    a.source, s.publisher, a.published, a.title, a.url,
    substr(a.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) AS sentence,
    e.quote, e.char_start, e.char_end,
    p.confidence, p.first_day, p.last_day,
    p.case_id, p.articles, p.inspection_id, p.article_id, a.input_id, p.agency_id, p.agency_ordinal
FROM pairs p
JOIN cases c ON c.id = p.case_id
JOIN articles a ON a.id = p.article_id
LEFT JOIN agencies g ON g.id = p.agency_id
LEFT JOIN sources s ON s.name = a.source
LEFT JOIN evidence e ON e.rowid = p.proof;
"""

# What people have judged, and by which rules each value was made. No reading of an article undoes a review, so nothing
# that a reading replaces is referred to.
VERSIONED = ("inspections", "inspected", "dates", "leaders", "violations", "documents", "outcomes")
HISTORY = (
    """
CREATE TABLE reviews (                  -- in the order in which people judged; a later one goes before
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id),
    inspection_id TEXT NOT NULL,        -- may be gone by now
    field TEXT NOT NULL,                -- 'inspection': the inspection as a whole
    verdict TEXT NOT NULL CHECK (verdict IN ('confirm', 'correct', 'reject', 'missed')),
    value TEXT CHECK (value IS NULL OR json_valid(value)),  -- that the corpus had; NULL: missed
    new_value TEXT CHECK (new_value IS NULL OR json_valid(new_value)),  -- that it should have
    char_start INTEGER,                 -- where articles.text says new_value
    char_end INTEGER CHECK (char_end > char_start),
    quote TEXT,                         -- text[char_start:char_end]
    rule TEXT,                          -- that had found value
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    extractor TEXT,                     -- versions that had found it
    lexicon TEXT,
    inspection TEXT NOT NULL CHECK (json_valid(inspection)),  -- as it was, by which it is known again
    note TEXT,
    reviewer TEXT NOT NULL,
    reviewed_at TEXT NOT NULL,          -- UTC
    source TEXT NOT NULL CHECK (source IN ('cli', 'web')),
    CHECK ((value IS NULL) = (verdict = 'missed')),
    CHECK ((new_value IS NULL) = (verdict IN ('confirm', 'reject'))),
    CHECK ((quote IS NULL) = (new_value IS NULL))
);
CREATE INDEX reviews_by_article ON reviews (article_id, id);
CREATE TABLE reviewed_articles (        -- of which a person said that all is right and nothing is missed
    article_id TEXT PRIMARY KEY REFERENCES articles (id),
    reviewer TEXT NOT NULL,
    reviewed_at TEXT NOT NULL           -- UTC
);
CREATE TABLE views (                    -- how often people have looked at an inspection
    inspection_id TEXT PRIMARY KEY,
    views INTEGER NOT NULL CHECK (views > 0)
);
CREATE INDEX evidence_by_confidence ON evidence (confidence);
ALTER TABLE articles ADD COLUMN lexicon TEXT;  -- version of lexicons and models; NULL: before it was kept
"""
    + "".join(
        f"ALTER TABLE {table} ADD COLUMN extractor TEXT;\nALTER TABLE {table} ADD COLUMN lexicon TEXT;\n"
        for table in VERSIONED
    )
    + """
UPDATE inspections SET extractor = (SELECT extractor FROM articles a WHERE a.id = article_id);
"""
    + "".join(
        f"UPDATE {table} SET extractor = (SELECT extractor FROM inspections i WHERE i.id = inspection_id);\n"
        for table in VERSIONED[1:]
    )
)

SEARCH = """
CREATE TABLE search_form (form TEXT NOT NULL);  -- of the tables of QUESTIONS; another than today's: these are made anew
CREATE INDEX leaders_by_name ON leaders (folded);
DROP INDEX violations_by_inspection;
CREATE INDEX violations_by_inspection ON violations (inspection_id, agency_id);
CREATE INDEX articles_by_run ON articles (run_id);
"""

# What an inspection looks back on, how it came about, and sums of money; NULL: the article does not say, or no rule
# reads it.
CIRCUMSTANCES = """
ALTER TABLE inspections ADD COLUMN stage_detail TEXT
    CHECK (stage_detail IN ('draft', 'followed_up', 'rechecked'));
ALTER TABLE inspections ADD COLUMN kind TEXT CHECK (kind IN (
    'public_duty', 'administrative_reform', 'administrative', 'specialised', 'interagency', 'party', 'elected',
    'state_audit', 'market', 'post_check'
));
ALTER TABLE inspections ADD COLUMN occasion TEXT CHECK (occasion IN ('plan', 'complaint', 'directive', 'press'));
ALTER TABLE inspections ADD COLUMN period_covered TEXT;
ALTER TABLE inspections ADD COLUMN team_size INTEGER CHECK (team_size > 0);
ALTER TABLE documents ADD COLUMN signer TEXT;
ALTER TABLE violations ADD COLUMN amount_vnd INTEGER CHECK (amount_vnd >= 0);
ALTER TABLE outcomes ADD COLUMN agency_id TEXT REFERENCES agencies (id);
ALTER TABLE outcomes ADD COLUMN amount_recovered_vnd INTEGER CHECK (amount_recovered_vnd >= 0);
CREATE INDEX outcomes_by_agency ON outcomes (agency_id);
"""

# Whose body inspected; NULL: it is not named, or its name does not say.
LEVEL = """
ALTER TABLE inspections ADD COLUMN body_level TEXT
    CHECK (body_level IN ('central', 'province', 'district', 'commune', 'party'));
"""

MIGRATIONS = (TABLES + VIEW, DUPLICATES + ONCE, IDENTITY + CASES, HISTORY, SEARCH, CIRCUMSTANCES, LEVEL)

# What questions are asked of, derived from the other tables by corpus/search.py: in the transaction that changes those,
# and all anew where SEARCH's `search_form` is not that of today. An answer is what a question finds: a case. All words
# are folded (corpus/folding.py).
QUESTIONS = """
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
    long INTEGER NOT NULL CHECK (long IN (0, 1, 2, 3)), -- the date can mean more than 1, more than 31, than 366 days
    day TEXT NOT NULL,                                  -- first and last day of a date; '9999': not known
    id TEXT NOT NULL REFERENCES search_answers (id) ON DELETE CASCADE,
    last_day TEXT NOT NULL CHECK (last_day >= day),
    PRIMARY KEY (facet, value, long, day, id)
) WITHOUT ROWID;
CREATE INDEX search_postings_by_answer ON search_postings (id, facet, value);
CREATE TABLE search_articles (                          -- the row of search_texts that an article has
    number INTEGER PRIMARY KEY,                         -- in the order in which articles came
    article_id TEXT NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE search_texts USING fts5 (          -- words, and pairs of neighbours as words of their own: a_b
    title, text, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE TABLE search_names (
    number INTEGER PRIMARY KEY,
    -- canonical: of an agency, written out in full; the place in it says much, so that all its words must be asked for
    kind TEXT NOT NULL CHECK (kind IN ('agency', 'canonical', 'leader')),
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
"""
