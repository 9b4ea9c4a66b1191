// Package papertest gives tests documents to be read, and the process that reads them.
// The machine code of PDFium is kept between runs ([Cache]), as an installation keeps it:
// the first run on a machine takes some seconds more.
package papertest

import (
	"archive/zip"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"twintown/internal/platform/paper"
)

// Process builds the process that reads documents and returns a reader that starts it. Its
// machine code is kept between runs, as an installation keeps it.
func Process(t testing.TB) *paper.Process {
	t.Helper()
	program := filepath.Join(t.TempDir(), "read")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "twintown/internal/platform/paper/papertest/read")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p, err := paper.NewProcess(program, Cache(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Cache is the folder in which tests keep machine code between runs.
func Cache(t testing.TB) string {
	t.Helper()
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	folder := filepath.Join(base, "twintown", "machine-code")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

// Archive is an office file of the parts given by name and content in turn.
func Archive(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		f, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
