package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"twintown/internal/exchange/moving"
	"twintown/internal/platform/lang/messages"
)

// work does one piece of work and prints how long it took, in microseconds.
func work(what, path string) (err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var lexicon *moving.Lexicon
	if what == "read" { // a node makes it once
		catalog, err := messages.Default()
		if err != nil {
			return err
		}
		lexicon = moving.NewLexicon(catalog)
	}
	begin := time.Now()
	switch what {
	case "read":
		_, err = moving.Read(path, data, moving.ReadOptions{Lexicon: lexicon})
	case "plain-csv":
		r := csv.NewReader(bytes.NewReader(data))
		r.Comma = ';'
		_, err = r.ReadAll()
	case "plain-xlsx":
		err = plainXLSX(data)
	case "copy":
		_ = bytes.Clone(data)
	case "unpack":
		err = unpack(data)
	}
	fmt.Println(time.Since(begin).Microseconds(), peak())
	return err
}

// peak is the most memory that the process ever held, in kB. What its parent held
// before does not count, as it does in the system's own account of children.
func peak() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "0"
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	return strings.Fields(after + " 0")[0]
}

// plainXLSX reads the first sheet as the library's documentation shows.
func plainXLSX(data []byte) error {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.GetRows(f.GetSheetName(0))
	return err
}

func unpack(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
		r.Close()
	}
	return nil
}
