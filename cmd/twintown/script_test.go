package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"twintown/internal/platform/db"
)

// TestMain lets the scripts run this test binary as the program.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"twintown": main})
}

// TestScripts runs the stories in testdata/script: each starts the program as
// a person at a terminal does. $STARTER is a data folder with the starter
// content that they share and only read.
func TestScripts(t *testing.T) {
	starter := filepath.Join(t.TempDir(), "starter")
	prepared := &program{in: os.Stdin, out: os.Stderr, err: os.Stderr, env: os.LookupEnv}
	if code := prepared.run(t.Context(), []string{"lookup", "--data", starter, "Sokółka"}); code != exitOK {
		t.Fatalf("the starter content could not be prepared: exit code %d", code)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("STARTER", starter)
			e.Setenv("LC_ALL", "en_GB.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"newer": newer,
		},
	})
}

// exits runs the program and expects an exit code: exits 3 twintown lookup …
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG …]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := errors.AsType[interface {
		error
		ExitCode() int
	}](err); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// newer marks the database in a folder as one that a later release wrote.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{Folder: ts.MkAbs(args[0])})
	ts.Check(err)
	defer d.Close()
	ts.Check(d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
		return err
	}))
	fmt.Fprintln(ts.Stdout(), "marked")
}
