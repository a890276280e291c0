-- Version 1 of the log's tables. Times are microseconds since 1970, as everywhere in the log.

-- The end of the log: one row, which whoever appends locks.
CREATE TABLE dromos.head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    incarnation uuid NOT NULL,
    last_offset bigint NOT NULL,
    hash bytea NOT NULL,
    committed_at bigint NOT NULL
) WITH (fillfactor = 10);

-- Which history the records from an offset on belong to.
CREATE TABLE dromos.incarnation (
    first_offset bigint PRIMARY KEY,
    id uuid NOT NULL
);

CREATE TABLE dromos.record (
    log_offset bigint PRIMARY KEY,
    persistence_id text COLLATE "C" NOT NULL,
    sequence_nr bigint NOT NULL,
    decided_at bigint NOT NULL,
    committed_at bigint NOT NULL,
    event_name text COLLATE "C" NOT NULL,
    payload bytea NOT NULL,
    origin bytea NOT NULL,
    hash bytea NOT NULL,
    UNIQUE (persistence_id, sequence_nr)
);

CREATE TABLE dromos.fence (
    name text COLLATE "C" PRIMARY KEY,
    epoch bigint NOT NULL
);

CREATE TABLE dromos.hidden (
    persistence_id text COLLATE "C" PRIMARY KEY,
    to_sequence_nr bigint NOT NULL
);

-- The last batch of each writer and what became of it, so that a writer that lost its connection
-- asks again under the same number: stored batches are answered, not stored twice.
CREATE TABLE dromos.writer (
    id uuid PRIMARY KEY,
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    kinds int[] NOT NULL,
    numbers bigint[] NOT NULL
) WITH (fillfactor = 50);

WITH first AS (
    INSERT INTO dromos.incarnation VALUES (1, gen_random_uuid()) RETURNING id
)
INSERT INTO dromos.head (incarnation, last_offset, hash, committed_at)
SELECT id, 0, decode(repeat('00', 32), 'hex'), 0 FROM first;

-- The clock of the log: never before the record at its end.
CREATE FUNCTION dromos.now_micros(last bigint) RETURNS bigint LANGUAGE sql AS $$
    SELECT greatest(last, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
$$;

CREATE FUNCTION dromos.framed(content bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT int4send(octet_length(content)) || content
$$;

-- Locks the end of the log and answers it; refuses a history that is not the caller's.
CREATE FUNCTION dromos.locked(mine uuid) RETURNS dromos.head LANGUAGE plpgsql AS $$
DECLARE
    head dromos.head;
BEGIN
    SELECT * INTO STRICT head FROM dromos.head FOR UPDATE;
    IF head.incarnation <> mine THEN
        RAISE EXCEPTION 'the log goes on as incarnation %', head.incarnation USING ERRCODE = 'DR001';
    END IF;
    RETURN head;
END $$;

-- What became of a batch that was here before, or nothing. A batch that was overtaken by its own
-- writer is the last word of a connection that was given up: nobody waits for it.
CREATE FUNCTION dromos.known(writer_id uuid, batch_number bigint) RETURNS dromos.writer LANGUAGE plpgsql AS $$
DECLARE
    known dromos.writer;
BEGIN
    SELECT * INTO known FROM dromos.writer WHERE id = writer_id;
    IF known.number > batch_number THEN
        RAISE EXCEPTION 'batch % comes after batch %', batch_number, known.number USING ERRCODE = 'DR002';
    END IF;
    IF known.number = batch_number THEN
        RETURN known;
    END IF;
    RETURN NULL;
END $$;

CREATE PROCEDURE dromos.remember(writer_id uuid, batch_number bigint, kinds int[], numbers bigint[]) LANGUAGE sql AS $$
    INSERT INTO dromos.writer VALUES (writer_id, batch_number, now(), kinds, numbers)
    ON CONFLICT (id) DO UPDATE
    SET number = excluded.number, at = excluded.at, kinds = excluded.kinds, numbers = excluded.numbers
$$;

-- Appends lists: each whole or not at all. It commits by itself, so that no pause of the client
-- can hold the end of the log.
--
-- ids             aggregates, each once
-- list_*          for each list: its aggregate in ids, the last number it expects, how many records
-- fences          fences, each once
-- need_*          what lists need, in the order of the lists: the list, the fence in fences, the epoch
-- record_*        for each record, in the order of the lists: its aggregate in ids, and its content
-- kinds, numbers  for each list: 0 and its last offset; 1 and the aggregate's last number, which is
--                 not the expected one; 1 + n and the newest epoch of the fence of need n
-- hashes          for each stored list: the hash of its last record
-- stamp           the commit time of what was stored
CREATE PROCEDURE dromos.append(
    mine uuid, writer_id uuid, batch_number bigint,
    ids text[],
    list_ids int[], list_expected bigint[], list_records int[],
    fences text[],
    need_lists int[], need_fences int[], need_epochs bigint[],
    record_ids int[], record_numbers bigint[], record_decided bigint[], record_names text[],
    record_payloads bytea[], record_origins bytea[], record_digests bytea[],
    INOUT kinds int[], INOUT numbers bigint[], INOUT hashes bytea[], INOUT stamp bigint)
LANGUAGE plpgsql AS $$
DECLARE
    head dromos.head := dromos.locked(mine);
    known dromos.writer := dromos.known(writer_id, batch_number);
    lasts bigint[];
    epochs bigint[];
    record_offsets bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(record_ids)]);
    record_hashes bytea[] := array_fill(NULL::bytea, ARRAY[cardinality(record_ids)]);
    end_offset bigint := head.last_offset;
    end_hash bytea := head.hash;
    stamp_bytes bytea;
    need int := 1;
    r int := 1;
BEGIN
    IF known.number IS NOT NULL THEN
        kinds := known.kinds;
        numbers := known.numbers;
        SELECT array_agg(s.hash ORDER BY l.n), max(s.committed_at) INTO hashes, stamp
        FROM unnest(kinds, numbers) WITH ORDINALITY l(kind, place, n)
        LEFT JOIN dromos.record s ON l.kind = 0 AND s.log_offset = l.place;
        COMMIT;
        RETURN;
    END IF;
    stamp := dromos.now_micros(head.committed_at);
    stamp_bytes := int8send(stamp);
    lasts := ARRAY(
        SELECT coalesce((
            SELECT s.sequence_nr FROM dromos.record s WHERE s.persistence_id = i.id
            ORDER BY s.sequence_nr DESC LIMIT 1), 0)
        FROM unnest(ids) WITH ORDINALITY i(id, n) ORDER BY i.n);
    epochs := ARRAY(
        SELECT coalesce((SELECT f.epoch FROM dromos.fence f WHERE f.name = i.name), 0)
        FROM unnest(fences) WITH ORDINALITY i(name, n) ORDER BY i.n);
    kinds := array_fill(0, ARRAY[cardinality(list_ids)]);
    numbers := array_fill(0::bigint, ARRAY[cardinality(list_ids)]);
    hashes := array_fill(NULL::bytea, ARRAY[cardinality(list_ids)]);
    FOR l IN 1 .. cardinality(list_ids) LOOP
        IF lasts[list_ids[l]] <> list_expected[l] THEN
            kinds[l] := 1;
            numbers[l] := lasts[list_ids[l]];
        END IF;
        WHILE need_lists[need] = l LOOP
            IF kinds[l] = 0 AND epochs[need_fences[need]] <> need_epochs[need] THEN
                kinds[l] := 1 + need;
                numbers[l] := epochs[need_fences[need]];
            END IF;
            need := need + 1;
        END LOOP;
        IF kinds[l] = 0 THEN
            FOR i IN r .. r + list_records[l] - 1 LOOP
                end_offset := end_offset + 1;
                end_hash := sha256(end_hash || int8send(end_offset) || stamp_bytes || record_digests[i]);
                record_offsets[i] := end_offset;
                record_hashes[i] := end_hash;
            END LOOP;
            numbers[l] := end_offset;
            hashes[l] := end_hash;
            lasts[list_ids[l]] := list_expected[l] + list_records[l];
        END IF;
        r := r + list_records[l];
    END LOOP;
    IF end_offset > head.last_offset THEN
        INSERT INTO dromos.record
        SELECT n.place, ids[n.id], n.number, n.decided, stamp, n.name, n.payload, n.origin, n.hash
        FROM unnest(record_offsets, record_ids, record_numbers, record_decided, record_names,
                    record_payloads, record_origins, record_hashes)
             n(place, id, number, decided, name, payload, origin, hash)
        WHERE n.place IS NOT NULL;
        UPDATE dromos.head SET last_offset = end_offset, hash = end_hash, committed_at = stamp;
        PERFORM pg_notify('dromos', '');
    END IF;
    CALL dromos.remember(writer_id, batch_number, kinds, numbers);
    COMMIT;
END $$;

-- Adds one fact of the log about itself behind the locked end.
CREATE FUNCTION dromos.note(head dromos.head, name text, content text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    stamp bigint := dromos.now_micros(head.committed_at);
    place bigint := head.last_offset + 1;
    payload bytea := convert_to(content, 'UTF8');
    origin bytea := convert_to('{}', 'UTF8');
    number bigint := 1 + coalesce(
        (SELECT max(s.sequence_nr) FROM dromos.record s WHERE s.persistence_id = 'log'), 0);
    digest bytea := sha256(dromos.framed('log') || int8send(number) || int8send(stamp)
        || dromos.framed(convert_to(name, 'UTF8')) || dromos.framed(payload) || dromos.framed(origin));
    link bytea := sha256(head.hash || int8send(place) || int8send(stamp) || digest);
BEGIN
    INSERT INTO dromos.record VALUES (place, 'log', number, stamp, stamp, name, payload, origin, link);
    UPDATE dromos.head SET last_offset = place, hash = link, committed_at = stamp;
    PERFORM pg_notify('dromos', '');
END $$;

-- Takes a fence and answers its new epoch.
CREATE PROCEDURE dromos.claim(
    mine uuid, writer_id uuid, batch_number bigint, fence text, owner text, INOUT answer bigint)
LANGUAGE plpgsql AS $$
DECLARE
    head dromos.head := dromos.locked(mine);
    known dromos.writer := dromos.known(writer_id, batch_number);
BEGIN
    IF known.number IS NOT NULL THEN
        answer := known.numbers[1];
        COMMIT;
        RETURN;
    END IF;
    INSERT INTO dromos.fence AS f VALUES (fence, 1)
    ON CONFLICT (name) DO UPDATE SET epoch = f.epoch + 1
    RETURNING epoch INTO answer;
    PERFORM dromos.note(head, 'log.fence-claimed.v1', format(
        '{"name":%s,"epoch":%s,"owner":%s}', to_json(fence), answer, to_json(owner)));
    CALL dromos.remember(writer_id, batch_number, ARRAY[0], ARRAY[answer]);
    COMMIT;
END $$;

-- Hides an aggregate's records from its own replay and answers up to which number they are hidden.
CREATE PROCEDURE dromos.hide(
    mine uuid, writer_id uuid, batch_number bigint, aggregate text, up_to bigint, INOUT answer bigint)
LANGUAGE plpgsql AS $$
DECLARE
    head dromos.head := dromos.locked(mine);
    known dromos.writer := dromos.known(writer_id, batch_number);
    last bigint := coalesce(
        (SELECT max(s.sequence_nr) FROM dromos.record s WHERE s.persistence_id = aggregate), 0);
BEGIN
    IF known.number IS NOT NULL THEN
        answer := known.numbers[1];
        COMMIT;
        RETURN;
    END IF;
    INSERT INTO dromos.hidden AS h VALUES (aggregate, least(up_to, last))
    ON CONFLICT (persistence_id) DO UPDATE SET to_sequence_nr = greatest(h.to_sequence_nr, excluded.to_sequence_nr)
    RETURNING to_sequence_nr INTO answer;
    PERFORM dromos.note(head, 'log.hidden.v1', format(
        '{"persistenceId":%s,"toSequenceNr":%s}', to_json(aggregate), least(up_to, last)));
    CALL dromos.remember(writer_id, batch_number, ARRAY[0], ARRAY[answer]);
    COMMIT;
END $$;
