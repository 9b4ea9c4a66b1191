package config_test

import (
	"flag"
	"io"
	"slices"
	"strings"
	"testing"

	"twintown/internal/platform/config"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name  string
		env   map[string]string
		args  []string
		limit int
		rest  []string
		fails bool
	}{
		{name: "the default", limit: 10},
		{name: "the environment beats the default", env: map[string]string{"TWINTOWN_MAX_ROWS": "5"}, limit: 5},
		{name: "the command line beats the environment", env: map[string]string{"TWINTOWN_MAX_ROWS": "5"}, args: []string{"--max-rows", "7"}, limit: 7},
		{name: "flags may follow the name", args: []string{"Białystok", "--max-rows=3", "PL"}, limit: 3, rest: []string{"Białystok", "PL"}},
		{name: "after two dashes nothing is a flag", args: []string{"a", "--", "--max-rows"}, limit: 10, rest: []string{"a", "--max-rows"}},
		{name: "a bad variable is named", env: map[string]string{"TWINTOWN_MAX_ROWS": "many"}, fails: true},
		{name: "an unknown flag is refused", args: []string{"--no-such"}, fails: true},
	} {
		fs := flag.NewFlagSet("test", flag.ContinueOnError)
		fs.SetOutput(io.Discard)
		limit := fs.Int("max-rows", 10, "")
		rest, err := config.Parse(fs, c.args, func(k string) (string, bool) { v, ok := c.env[k]; return v, ok })
		if (err != nil) != c.fails {
			t.Errorf("%s: error %v", c.name, err)
			continue
		}
		if !c.fails && (*limit != c.limit || !slices.Equal(rest, c.rest)) {
			t.Errorf("%s: limit %d, rest %q; want %d, %q", c.name, *limit, rest, c.limit, c.rest)
		}
	}
}

func TestRedactHidesThePassword(t *testing.T) {
	for dsn, want := range map[string]string{
		"postgres://u:secret@h/db":                       "postgres://u:xxxxx@h/db",
		"postgres://u@h/db?password=secret&sslmode=off":  "postgres://u@h/db?password=xxxxx&sslmode=off",
		"postgres://u@h/db?sslmode=off&password=sec%40t": "postgres://u@h/db?password=xxxxx&sslmode=off",
		"postgres://u@h/db":                              "postgres://u@h/db",
		"postgres://u:%zz@h/secret":                      "(unreadable)",
	} {
		if got := config.Redact(dsn); got != want {
			t.Errorf("Redact(%q) = %q, want %q", dsn, got, want)
		}
	}
	for _, dsn := range []string{"host=h password=secret user=u", "host=h password = 'my secret' user=u", "PASSWORD=secret", "host=h password='a\\'secret'"} {
		if got := config.Redact(dsn); strings.Contains(got, "secret") {
			t.Errorf("Redact(%q) = %q", dsn, got)
		}
	}
}
