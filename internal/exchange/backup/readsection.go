package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"path/filepath"
)

// mostTables bounds what a foreign file can make us remember; there are some fifty.
const mostTables = 10_000

func (r *reader) takeTable(payload []byte) error {
	var head tableHead
	if err := json.Unmarshal(payload, &head); err != nil {
		return err
	}
	if len(head.Columns) == 0 || len(r.summary.Tables) == mostTables {
		return fmt.Errorf("%w: a table without columns, or too many of them", errFrame)
	}
	if r.table != nil {
		if err := r.table(head.Name, head.Columns); err != nil {
			return inside{err}
		}
	}
	s := newReadSection(r, TableKind, head.Name)
	row := make([]any, len(head.Columns))
	var print fingerprint
	for {
		data, err := s.next()
		if err != nil {
			return err
		}
		if data == nil {
			break
		}
		for len(data) > 0 {
			rest, err := parseRow(data, row)
			if err != nil {
				return err
			}
			print.add(data[:len(data)-len(rest)])
			s.Rows++
			if r.row != nil {
				if err := r.row(row); err != nil {
					return inside{err}
				}
			}
			data = rest
		}
	}
	s.Print = print.String()
	if err := s.finish(); err != nil {
		return err
	}
	if r.endTable != nil {
		if err := r.endTable(s.Section); err != nil {
			return inside{err}
		}
	}
	return nil
}

// takeContent reads an object or a file, and hands it to whoever wants it.
func (r *reader) takeContent(kind Kind, payload []byte, give func(string, io.Reader) error) error {
	var head content
	if err := json.Unmarshal(payload, &head); err != nil {
		return err
	}
	if kind == FileKind && (!filepath.IsLocal(head.Name) || len(r.summary.Files) == mostTables) {
		return fmt.Errorf("%w: a file that leads out of the folder, or too many of them", errFrame)
	}
	s := newReadSection(r, kind, head.Name)
	if give == nil {
		_, err := io.Copy(io.Discard, s)
		return err
	}
	err := give(head.Name, s)
	switch {
	case s.failed != nil && s.failed != io.EOF:
		return s.failed
	case err != nil:
		return inside{err}
	case s.failed == nil:
		return inside{errors.New("an object was not read to its end")}
	}
	return nil
}

// readSection is a section that is being read. As an io.Reader it ends with io.EOF only
// after its checksum was right.
type readSection struct {
	*reader
	Section
	sum    hash.Hash
	told   Section
	data   []byte
	failed error
}

func newReadSection(r *reader, kind Kind, name string) *readSection {
	return &readSection{reader: r, Section: Section{Kind: kind, Name: name}, sum: sha256.New()}
}

// next returns the next piece of data, nil at the section's end.
func (s *readSection) next() ([]byte, error) {
	kind, payload, err := s.records.next()
	if err != nil {
		return nil, err
	}
	switch kind {
	case dataRecord:
		s.sum.Write(payload)
		s.Bytes += int64(len(payload))
		return payload, nil
	case endRecord:
		return nil, json.Unmarshal(payload, &s.told)
	}
	return nil, fmt.Errorf("%w: %s %s does not end", errFrame, s.Kind, s.Name)
}

// finish compares what was read with what the section's end tells.
func (s *readSection) finish() error {
	s.Sum = hex.EncodeToString(s.sum.Sum(nil))
	if s.Section != s.told {
		return fmt.Errorf("%s %s holds something else than its end tells", s.Kind, s.Name)
	}
	line, err := json.Marshal(s.Section)
	if err != nil {
		return err
	}
	s.manifest.Write(append(line, '\n'))
	s.summary.add(s.Section)
	return nil
}

// Read implements io.Reader.
func (s *readSection) Read(p []byte) (int, error) {
	for len(s.data) == 0 && s.failed == nil {
		if s.data, s.failed = s.next(); s.data == nil && s.failed == nil {
			if s.failed = s.finish(); s.failed == nil {
				s.failed = io.EOF
			}
		}
	}
	if s.failed != nil {
		return 0, s.failed
	}
	n := copy(p, s.data)
	s.data = s.data[n:]
	return n, nil
}
