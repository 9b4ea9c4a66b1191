// Package docxtest lets tests open documents with LibreOffice, as an office would, and read what
// it shows. The program is TWINTOWN_SOFFICE, or soffice; on Debian it comes with
// libreoffice-writer-nogui. Where it is missing a test says that it did not test; where
// everything is checked (CI=true) that is a failure.
package docxtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Printed opens documents given by name and returns the text of each as LibreOffice prints it,
// read by poppler. All are opened by one start of the program, which takes some seconds.
func Printed(t testing.TB, documents map[string][]byte) map[string]string {
	t.Helper()
	office := program(t)
	folder := t.TempDir()
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(folder, "profile"), "--convert-to", "pdf", "--outdir", folder}
	for name, file := range documents {
		path := filepath.Join(folder, name+".docx")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.CommandContext(t.Context(), office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", office, err, out)
	}
	texts := map[string]string{}
	for name := range documents {
		out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", filepath.Join(folder, name+".pdf"), "-").Output()
		if err != nil {
			t.Fatalf("LibreOffice printed no %s: %v", name, err)
		}
		texts[name] = string(out)
	}
	return texts
}

// program is LibreOffice; without it and poppler the test ends here.
func program(t testing.TB) string {
	t.Helper()
	office := os.Getenv("TWINTOWN_SOFFICE")
	if office == "" {
		office = "soffice"
	}
	for _, name := range []string{office, "pdftotext"} {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("NOT TESTED: %s is missing (Debian: libreoffice-writer-nogui, poppler-utils), so no office program has opened our documents", name)
			}
			t.Skipf("NOT TESTED: %s is missing (Debian: libreoffice-writer-nogui, poppler-utils), so no office program has opened our documents", name)
		}
	}
	return office
}
