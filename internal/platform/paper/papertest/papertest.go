// Package papertest gives tests documents to be read, and the process that reads them.
// The machine code of PDFium is kept between runs, as an installation keeps it: the first
// run on a machine takes some seconds more.
package papertest

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"twintown/internal/platform/paper"
)

// Process builds the process that reads documents, once for a program of tests, and returns
// a reader that starts it. It is built without the race detector: with it, making the
// machine code takes a minute and gigabytes.
func Process(t testing.TB) *paper.Process {
	t.Helper()
	folder, err := built()
	if err != nil {
		t.Fatal(err)
	}
	p, err := paper.NewProcess(filepath.Join(folder, programName()), folder)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// programName is one for each program of tests: another may be building meanwhile.
func programName() string { return fmt.Sprintf("read-%d", os.Getpid()) }

// built is the folder that holds the program, and machine code between runs.
var built = sync.OnceValues(func() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	folder := filepath.Join(base, "twintown", "reading")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	sweep(folder)
	out, err := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(folder, programName()), "twintown/internal/platform/paper/papertest/read").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return folder, nil
})

// sweep removes what earlier runs built.
func sweep(folder string) {
	old, _ := filepath.Glob(filepath.Join(folder, "read-*")) // the pattern is right
	for _, name := range old {
		if stat, err := os.Stat(name); err == nil && time.Since(stat.ModTime()) > time.Hour {
			_ = os.Remove(name) // another run may have done so
		}
	}
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
