package privacy

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"twintown/internal/platform/errs"
)

// longestExport bounds the files of one export: what an officer uploads in a year.
const longestExport = 2 << 30

// Export writes everything that is kept about a person into w, as a ZIP: a JSON file for
// each holder that has something, its files beside it, and an index.
func (d *Desk) Export(ctx context.Context, w io.Writer, p Person) (err error) {
	defer errs.Wrap(&err, "privacy.Export")
	z := zip.NewWriter(w)
	index := exportIndex{Made: d.clock.Now(), Parts: []string{}}
	size := int64(0)
	for _, h := range d.holders {
		part, err := h.Export(ctx, p)
		if err != nil {
			return fmt.Errorf("%s: %w", h.Name, err)
		}
		if part.Data != nil {
			if err := writeJSON(z, h.Name+".json", part.Data); err != nil {
				return err
			}
			index.Parts = append(index.Parts, h.Name)
		}
		for _, f := range part.Files {
			content, err := f.Open(ctx)
			if err != nil {
				return fmt.Errorf("%s %s: %w", h.Name, f.Name, err)
			}
			if size += int64(len(content)); size > longestExport {
				return fmt.Errorf("%s: more than %d bytes of files", h.Name, int64(longestExport))
			}
			if err := write(z, path.Join(h.Name, clean(f.Name)), content); err != nil {
				return err
			}
		}
	}
	if err := writeJSON(z, "index.json", index); err != nil {
		return err
	}
	return z.Close()
}

type exportIndex struct {
	Made  time.Time `json:"made"`
	Parts []string  `json:"parts"`
}

func writeJSON(z *zip.Writer, name string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return write(z, name, b)
}

func write(z *zip.Writer, name string, content []byte) error {
	f, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return err
}

// clean keeps a file inside its folder.
func clean(name string) string {
	return strings.TrimLeft(strings.NewReplacer("/", "_", "\\", "_", "\x00", "_").Replace(name), ".")
}
