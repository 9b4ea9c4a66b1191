package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"twintown/internal/platform/config"
)

// knownFlags are the flags of each command, as its help prints them.
func knownFlags(t *testing.T) map[string][]string {
	t.Helper()
	flag := regexp.MustCompile(`(?m)^  --([a-z-]+)`)
	known := map[string][]string{}
	for _, c := range commands() {
		args := []string{c.name, "--help"}
		if c.name == "import" {
			args = []string{"import", "csv", "--help"}
		}
		_, out, _ := called("en_GB.UTF-8", args...)
		for _, m := range flag.FindAllStringSubmatch(out, -1) {
			known[c.name] = append(known[c.name], m[1])
		}
	}
	return known
}

// examples are the files that operators copy from.
func examples(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string]string{}
	for _, pattern := range []string{"deploy/*", "deploy/*/*", "docs/operate.md"} {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if info, err := os.Stat(path); err != nil || info.IsDir() {
				continue
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			found[filepath.Base(path)] = string(raw)
		}
	}
	if len(found) < 10 {
		t.Fatalf("only %d files", len(found))
	}
	return found
}

// notFlags are variables that the program reads and that are no flags: secrets, which
// every user of the machine could read in a command line.
var notFlags = []string{"TWINTOWN_BACKUP_KEY", "TWINTOWN_BACKUP_SECRET", "TWINTOWN_MEDIA_KEY", "TWINTOWN_MEDIA_SECRET"}

// What operators copy names commands, flags and variables that there are.
func TestExamplesNameRealFlags(t *testing.T) {
	known := knownFlags(t)
	var variables []string
	for _, flags := range known {
		for _, f := range flags {
			variables = append(variables, config.Variable(f))
		}
	}
	call := regexp.MustCompile("(?:^|[`\"/ ])twintown ([a-z]+)([^`\n]*)")
	flag := regexp.MustCompile(`--([a-z][a-z-]*)`)
	variable := regexp.MustCompile(`TWINTOWN_[A-Z0-9_]+`)
	calls, named := 0, 0
	for file, text := range examples(t) {
		for _, m := range call.FindAllStringSubmatch(text, -1) {
			flags, found := known[m[1]]
			if !found {
				continue // a sentence about the user or the file of that name
			}
			calls++
			for _, f := range flag.FindAllStringSubmatch(m[2], -1) {
				if named++; !slices.Contains(flags, f[1]) {
					t.Errorf("%s: twintown %s has no --%s", file, m[1], f[1])
				}
			}
		}
		for _, v := range variable.FindAllString(text, -1) {
			if named++; !slices.Contains(variables, v) && !slices.Contains(notFlags, v) {
				t.Errorf("%s: nothing reads %s", file, v)
			}
		}
	}
	if calls < 12 || named < 30 {
		t.Errorf("only %d calls and %d names found: the test looks in the wrong place", calls, named)
	}
}

// Every command that an example starts is one, and every file that the guide names is there.
func TestExamplesFitTogether(t *testing.T) {
	all := examples(t)
	start := regexp.MustCompile(`(?m)^ExecStart=/usr/local/bin/twintown ([a-z]+)|\["/twintown", "([a-z]+)"\]|^CMD \["([a-z]+)"\]`)
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	started := 0
	for file, text := range all {
		for _, m := range start.FindAllStringSubmatch(text, -1) {
			started++
			if name := m[1] + m[2] + m[3]; !slices.Contains(names, name) {
				t.Errorf("%s starts twintown %s, which is no command", file, name)
			}
		}
	}
	if started < 4 {
		t.Errorf("only %d starts found", started)
	}
	for _, m := range regexp.MustCompile(`\(\.\./(deploy/[^)]+)\)|(deploy/[a-z./-]+[a-z])`).FindAllStringSubmatch(all["operate.md"], -1) {
		if _, err := os.Stat(filepath.Join("..", "..", m[1]+m[2])); err != nil {
			t.Errorf("operate.md names %s: %v", m[1]+m[2], err)
		}
	}
	// The proxies lead to where the socket listens, and take more than the largest form may have.
	for file, texts := range map[string][]string{"Caddyfile": {"127.0.0.1:8080", "80MiB"}, "nginx.conf": {"127.0.0.1:8080", "80m", "Host $host", "X-Forwarded-For $remote_addr"}, "twintown.socket": {"127.0.0.1:8080"}} {
		for _, text := range texts {
			if !strings.Contains(all[file], text) {
				t.Errorf("%s lacks %q", file, text)
			}
		}
	}
}

// A supervisor that can only start programs learns whether the node serves.
func TestReady(t *testing.T) {
	r := serving(t, folderOf(t, smallData), "--demo=false")
	addr := strings.TrimPrefix(r.url, "http://")
	if exit, out, errOut := called("en_GB.UTF-8", "ready", "--addr", addr); exit != exitOK || !strings.Contains(out, addr) {
		t.Errorf("a node that serves: exit code %d, %q %q", exit, out, errOut)
	}
	if exit, _, errOut := called("en_GB.UTF-8", "ready", "--addr", "127.0.0.1:1"); exit != exitUnavailable || errOut == "" {
		t.Errorf("nobody there: exit code %d, %q", exit, errOut)
	}
	if exit, _, _ := called("en_GB.UTF-8", "ready", "--addr", "nowhere"); exit != exitInvalid {
		t.Errorf("no address: exit code %d", exit)
	}
}
