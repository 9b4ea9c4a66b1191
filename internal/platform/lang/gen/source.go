package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// version is the CLDR that the committed files come from.
const version = "48.2.0"

// packages are the parts of CLDR that lang needs.
var packages = []string{
	"cldr-core",             // plural rules
	"cldr-dates-full",       // months, patterns, intervals
	"cldr-localenames-full", // countries, languages
	"cldr-numbers-full",     // separators, percent
	"cldr-misc-full",        // lists
	"cldr-units-full",       // kilometres
}

// source is a folder with the packages in it.
type source struct{ dir string }

// fetch packs each package with npm and unpacks it into a folder of its name.
func (s source) fetch() error {
	for _, name := range packages {
		cmd := exec.Command("npm", "pack", "--silent", name+"@"+version)
		cmd.Dir, cmd.Stderr = s.dir, os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("npm pack %s: %w", name, err)
		}
		if err := s.unpack(name, strings.TrimSpace(string(out))); err != nil {
			return fmt.Errorf("unpack %s: %w", name, err)
		}
	}
	return nil
}

func (s source) unpack(name, archive string) error {
	f, err := os.Open(filepath.Join(s.dir, archive))
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg || filepath.Ext(h.Name) != ".json" {
			continue
		}
		if err := put(root, filepath.Join(name, strings.TrimPrefix(h.Name, "package/")), t); err != nil {
			return err
		}
	}
}

func put(root *os.Root, name string, r io.Reader) error {
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := root.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// read decodes the part of a file that lies under path into v. "*" in path stands
// for the only key there, which is the locale's own name.
func (s source) read(v any, file string, path ...string) error {
	b, err := os.ReadFile(filepath.Join(s.dir, file))
	if err != nil {
		return err
	}
	for _, key := range path {
		var m map[string]json.RawMessage
		if err := json.Unmarshal(b, &m); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		next, ok := m[key]
		if key == "*" {
			for _, only := range m {
				next, ok = only, len(m) == 1
			}
		}
		if !ok {
			return fmt.Errorf("%s: nothing under %s of %s", file, key, strings.Join(path, "/"))
		}
		b = next
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
