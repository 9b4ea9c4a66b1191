package mediatest

import (
	"os/exec"
	"path/filepath"
	"testing"

	"twintown/internal/platform/media"
)

// Process builds the process that examines files and returns an examiner that starts it.
func Process(t *testing.T) *media.Process {
	t.Helper()
	program := filepath.Join(t.TempDir(), "examine")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "twintown/internal/platform/media/mediatest/examine")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p, err := media.NewProcess(program)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
