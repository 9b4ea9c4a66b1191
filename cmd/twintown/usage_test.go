package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// called runs the program in a language and returns its exit code and what it wrote.
func called(code string, args ...string) (exit int, out, err string) {
	var stdout, stderr bytes.Buffer
	env := func(name string) (string, bool) { return code, name == "LANG" }
	p := &program{in: strings.NewReader(""), out: &stdout, err: &stderr, env: env}
	exit = p.run(context.Background(), args)
	return exit, stdout.String(), stderr.String()
}

// Every flag of every command says what it does, in every language.
func TestHelpInEveryLanguage(t *testing.T) {
	for _, code := range []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk"} {
		for _, c := range commands() {
			args := append(strings.Fields(strings.Split(c.name, " ")[0]), "--help")
			if c.name == "import" {
				args = []string{"import", "csv", "--help"}
			}
			exit, out, errOut := called(code+"_XX.UTF-8", args...)
			if exit != exitOK || errOut != "" || strings.Contains(out, "⟦") || c.name != "version" && !strings.Contains(out, "--") {
				t.Errorf("%s %v: exit %d, stdout %q, stderr %q", code, args, exit, out, errOut)
			}
		}
	}
}

// A flag that is not there, or a value that does not fit, is named, with what there is.
func TestWrongFlag(t *testing.T) {
	for _, args := range [][]string{{"lookup", "--limt", "3", "X"}, {"lookup", "--limit", "many", "X"}} {
		exit, out, errOut := called("lt_LT.UTF-8", args...)
		if exit != exitUsage || out != "" || !strings.Contains(errOut, "nesuprantama") || !strings.Contains(errOut, "--limit ") {
			t.Errorf("%v: exit %d, stdout %q, stderr %q", args, exit, out, errOut)
		}
	}
}
