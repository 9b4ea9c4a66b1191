// Command gen writes public.tsv: the public holidays of the world's countries
// and their regions from 2000 to 2040, drawn from the npm package date-holidays.
//
// It is run by "go generate ./internal/openhours/holidays" with node and npm at
// hand and needs the network once; the result is committed. It lets the package
// work out every date (dump.mjs), then looks for the rule behind the dates of one
// name: the same date each year, so many days from western or eastern Easter, the
// nth day of the week of a month. Dates without a rule stand as they are.
package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

const (
	source    = "date-holidays@3.37.0"
	firstYear = 2000
	lastYear  = 2040
)

//go:embed dump.mjs
var script string

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("gen: ", err)
	}
}

func run() error {
	temp, err := os.MkdirTemp("", "holidays")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if err := command(temp, nil, "npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent", "--prefix", ".", source); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(temp, "dump.mjs"), []byte(script), 0o600); err != nil {
		return err
	}
	var dates bytes.Buffer
	if err := command(temp, &dates, "node", "dump.mjs", strconv.Itoa(firstYear), strconv.Itoa(lastYear)); err != nil {
		return err
	}
	table, err := compact(dates.String())
	if err != nil {
		return err
	}
	return os.WriteFile("public.tsv", []byte(table), 0o644)
}

func command(folder string, out *bytes.Buffer, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = folder, os.Stderr
	if out != nil {
		cmd.Stdout = out
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
