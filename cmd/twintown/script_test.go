package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"twintown/internal/platform/db"
)

// scratch is a folder for what the tests of one run share: the program and data.
var scratch string

// TestMain builds the program as a person gets it. The tests that start it do so some
// sixty times; under the race detector each start would take ten times as long, while
// what it starts is under the detector in the tests of its rooms.
func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "twintown-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	scratch = folder
	build := exec.Command("go", "build", "-o", programPath(), ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	return m.Run()
}

// programPath is where TestMain put the program.
func programPath() string { return filepath.Join(scratch, "bin", "twintown") }

// TestScripts runs the stories in testdata/script: each starts the program as
// a person at a terminal does. $STARTER is a data folder with the starter
// content, $SMALL one with a few places; they share both and only read them.
func TestScripts(t *testing.T) {
	starter, small := folderOf(t, starterData), folderOf(t, smallData)
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", filepath.Dir(programPath())+string(os.PathListSeparator)+os.Getenv("PATH"))
			e.Setenv("STARTER", starter)
			e.Setenv("SMALL", small)
			e.Setenv("LC_ALL", "en_GB.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"newer":     newer,
			"listening": listening,
			"inuse":     inUse,
			"older":     older,
			"damaged":   damaged,
			"cut":       cut,
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

// listening listens on a port for the rest of the script and puts its address into a
// variable: listening NAME.
func listening(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], l.Addr().String())
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
