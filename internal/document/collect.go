package document

import (
	"context"
	"io"
	"iter"
	"time"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Open reads what is delivered. The caller closes it. Its last bytes come only after
// the checksum of all was right.
func (s *Store) Open(ctx context.Context, d Delivery) (io.ReadCloser, error) {
	r, _, err := s.blobs.Open(ctx, d.Blob)
	return r, err
}

// Named walks through the objects that rows name, some of them more than once: for
// the collector, and for those who look whether all are there.
func (s *Store) Named(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		stopped := false
		err := db.Each(ctx, s.db, func(row db.Scanner) error {
			var id string
			if err := row.Scan(&id); err != nil {
				return err
			}
			if id != "" && !stopped {
				stopped = !yield(id, nil)
			}
			return nil
		}, `
			SELECT blob FROM document WHERE removed = 0 OR removed > $1
			 UNION ALL
			SELECT display FROM document WHERE removed = 0 OR removed > $1
			 UNION ALL
			SELECT v.blob FROM document_version v JOIN document d ON d.id = v.document WHERE d.removed = 0 OR d.removed > $1
			 UNION ALL
			SELECT v.display FROM document_version v JOIN document d ON d.id = v.document WHERE d.removed = 0 OR d.removed > $1
			 UNION ALL
			SELECT c.webp FROM document_content c JOIN document d ON d.id = c.document WHERE d.removed = 0 OR d.removed > $1
			 UNION ALL
			SELECT c.jpeg FROM document_content c JOIN document d ON d.id = c.document WHERE d.removed = 0 OR d.removed > $1
			 UNION ALL
			SELECT blob FROM document_size WHERE document IN (SELECT id FROM document WHERE removed = 0 OR removed > $1)
			 UNION ALL
			SELECT blob FROM document_intake WHERE used = ''
			 UNION ALL
			SELECT display FROM document_intake WHERE used = ''`, s.opt.Clock.Now().Add(-undoTime).UnixMicro())
		if err != nil && !stopped {
			yield("", err)
		}
	}
}

// undoTime is how long the bytes of a document that was taken away stay, so that it can
// be brought back. What is erased goes at once.
const undoTime = 30 * 24 * time.Hour

// Collected is what a collection did.
type Collected struct {
	Intakes int   // forgotten
	Objects int   // deleted
	Bytes   int64 // that they had
	Kept    int   // objects that rows name, or that are young
}

// Collect forgets intakes that became nothing, then deletes the objects that no row
// names and that were not put within the last day. others name objects that belong to
// other rooms. It can be broken off and begun again at any time.
func (s *Store) Collect(ctx context.Context, others ...func(context.Context) iter.Seq2[string, error]) (c Collected, err error) {
	defer errs.Wrap(&err, "document.Collect")
	before := s.opt.Clock.Now().Add(-waitTime)
	if c.Intakes, err = s.forgetOld(ctx, before); err != nil {
		return c, err
	}
	named := map[string]bool{}
	for _, names := range append(others, s.Named) {
		for id, err := range names(ctx) {
			if err != nil {
				return c, err // better nothing deleted than too much
			}
			named[id] = true
		}
	}
	for info, err := range s.blobs.List(ctx) {
		if err != nil {
			return c, err
		}
		if named[info.ID] || info.Put.After(before) {
			c.Kept++
			continue
		}
		if err := s.discard(ctx, info, before, &c); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (s *Store) discard(ctx context.Context, info blob.Info, before time.Time, c *Collected) error {
	gone, err := s.blobs.Delete(ctx, info.ID, before)
	if err != nil {
		return err
	}
	if gone {
		c.Objects++
		c.Bytes += info.Size
	} else {
		c.Kept++
	}
	return nil
}

// forgetOld deletes intakes that are older than a day: nobody can use them any more,
// and they count no longer.
func (s *Store) forgetOld(ctx context.Context, before time.Time) (int, error) {
	n := 0
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		n, err = ForgetWaited(ctx, tx, before)
		return err
	})
	return n, err
}

// Report says how rows and objects fit together.
type Report struct {
	Named   int    // objects that rows name
	Missing int    // of them, not there
	First   string // the first of those, "" for none
	Unnamed int    // objects that no row names: young ones, and what the collector will take
}

// Compare looks at both sides: rows whose objects are not there, and objects without a
// row. It reads names alone; whether the bytes are whole, reading them says.
func (s *Store) Compare(ctx context.Context, others ...func(context.Context) iter.Seq2[string, error]) (r Report, err error) {
	defer errs.Wrap(&err, "document.Compare")
	there := map[string]bool{}
	for info, err := range s.blobs.List(ctx) {
		if err != nil {
			return r, err
		}
		there[info.ID] = false
	}
	lost := map[string]bool{}
	for _, names := range append(others, s.Named) {
		for id, err := range names(ctx) {
			if err != nil {
				return r, err
			}
			if _, found := there[id]; found {
				there[id] = true
			} else if lost[id] = true; r.First == "" {
				r.First = id
			}
		}
	}
	for _, named := range there {
		if named {
			r.Named++
		} else {
			r.Unnamed++
		}
	}
	r.Missing = len(lost)
	r.Named += r.Missing
	return r, nil
}
