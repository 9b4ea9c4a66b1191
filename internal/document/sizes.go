package document

import (
	"context"
	"io"
	"runtime"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/photo"
)

// drawKind is the job that draws the sizes of a document's image.
const drawKind = "document.draw"

// Kind is the job for a runner. No more are drawn at once than there are processors.
func (s *Store) Kind() jobs.Kind {
	return jobs.Kind{Name: drawKind, Do: s.draw, AtOnce: runtime.NumCPU()}
}

// Photographic says whether the document is an image that pages send in several sizes: a
// photograph, not a drawing that stays sharper as it is, and nothing that moves.
func (d Document) Photographic() bool {
	if d.Display.Kind == media.JPEG {
		return true
	}
	// a drawing packs into less than half a byte for each point; photographs never do
	return d.Display.Kind == media.PNG && d.Display.Size > int64(d.Display.Width)*int64(d.Display.Height)/2
}

// OrderSizes asks for the sizes of those of the documents that have none yet, and are
// photographs. Until they are drawn, pages show the one image that there is.
func (s *Store) OrderSizes(ctx context.Context, queue *jobs.Queue, ids ...string) (err error) {
	defer errs.Wrap(&err, "document.OrderSizes")
	docs, err := s.OfIDs(ctx, ids)
	if err != nil {
		return err
	}
	have, err := s.SizesOf(ctx, ids)
	if err != nil {
		return err
	}
	var missing []Document
	for _, d := range docs {
		if _, there := have[d.ID]; !there && d.Photographic() {
			missing = append(missing, d)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, d := range missing {
			if err := orderDraw(ctx, tx, queue, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func orderDraw(ctx context.Context, tx *db.Tx, queue *jobs.Queue, d Document) error {
	_, err := queue.Enqueue(ctx, tx, jobs.New{Kind: drawKind, Key: drawKind + ":" + d.ID + ":" + itoa(d.Version), Payload: d.ID})
	return err
}

// draw is the job. It may run twice.
func (s *Store) draw(ctx context.Context, j jobs.Job) error {
	var id string
	if err := j.Into(&id); err != nil {
		return err
	}
	d, err := s.Of(ctx, id)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	var drawn photo.Drawn
	if d.Display.Blob != "" {
		if drawn, err = photo.Draw(ctx, s.blobs, d.Display.Blob); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if drawn.Opaque { // a drawing with nothing behind it stays one
			if err := s.keepSizes(ctx, tx, d, drawn); err != nil {
				return err
			}
		}
		return j.Finish(ctx, tx)
	})
}

// keepSizes notes what was drawn, unless the document was erased meanwhile or has another
// file, which is drawn by itself.
func (s *Store) keepSizes(ctx context.Context, tx *db.Tx, was Document, drawn photo.Drawn) error {
	id := was.ID
	d, err := s.one(ctx, tx, id)
	if err != nil || d.Display.Blob != was.Display.Blob {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM document_size WHERE document = $1`, id); err != nil {
		return err
	}
	for _, z := range drawn.Sizes {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO document_size (document, width, height, kind, blob, size, tone)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, z.Width, z.Height, string(z.Kind), z.Blob, z.Bytes, drawn.Tone)
		if err != nil {
			return err
		}
	}
	return tx.TouchOne(ctx, kindName, id)
}

// SizesOf returns what was drawn of documents, by their identifiers, each narrowest first.
func (s *Store) SizesOf(ctx context.Context, ids []string) (all map[string]photo.Drawn, err error) {
	defer errs.Wrap(&err, "document.SizesOf")
	all = map[string]photo.Drawn{}
	if len(ids) == 0 {
		return all, nil
	}
	holders, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		holders[i], args[i] = db.Placeholder(i+1), id
	}
	err = db.Each(ctx, s.db, func(row db.Scanner) error {
		var id, tone string
		var z photo.Size
		if err := row.Scan(&id, &z.Kind, &z.Width, &z.Height, &z.Blob, &z.Bytes, &tone); err != nil {
			return err
		}
		d := all[id]
		d.Sizes, d.Tone, d.Opaque = append(d.Sizes, z), tone, true
		all[id] = d
		return nil
	}, `
		SELECT document,
		       kind,
		       width,
		       height,
		       blob,
		       size,
		       tone
		  FROM document_size
		 WHERE document IN (`+strings.Join(holders, ", ")+`)
		 ORDER BY document, width, kind`, args...)
	return all, err
}

// OpenSize reads a size. The caller closes it.
func (s *Store) OpenSize(ctx context.Context, z photo.Size) (io.ReadCloser, error) {
	r, _, err := s.blobs.Open(ctx, z.Blob)
	return r, err
}
