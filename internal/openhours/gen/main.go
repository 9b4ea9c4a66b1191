// Command gen writes cldr.txt: the names of the days of the week and of the months
// in Europe's languages, drawn from Unicode's CLDR as the npm package
// cldr-dates-full publishes it.
//
// It is run by "go generate ./internal/openhours" with npm at hand and needs the
// network once; the result is committed. Names of one letter are left out.
package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

const source = "cldr-dates-full@48.2.0"

// languages are those of Europe's countries that CLDR has whole.
var languages = strings.Fields("be bg bs ca cs cy da de el en es et eu fi fr ga gl hr hu hy is it ka lb lt lv mk mt nb nl nn pl pt ro ru sk sl sq sr sr-Latn sv tr uk")

// days and months are CLDR's keys beside the names in openhours.
var (
	days   = []string{"mon", "Mo", "tue", "Tu", "wed", "We", "thu", "Th", "fri", "Fr", "sat", "Sa", "sun", "Su"}
	months = []string{"1", "Jan", "2", "Feb", "3", "Mar", "4", "Apr", "5", "May", "6", "Jun", "7", "Jul", "8", "Aug", "9", "Sep", "10", "Oct", "11", "Nov", "12", "Dec"}
)

// names are names by form ("format", "stand-alone"), width and key.
type names map[string]map[string]map[string]string

type file struct {
	Main map[string]struct {
		Dates struct {
			Calendars struct {
				Gregorian struct{ Days, Months names } `json:"gregorian"`
			} `json:"calendars"`
		} `json:"dates"`
	} `json:"main"`
}

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("gen: ", err)
	}
}

func run() error {
	temp, err := os.MkdirTemp("", "cldr")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	install := exec.Command("npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent", "--prefix", temp, source)
	install.Stderr = os.Stderr
	if err := install.Run(); err != nil {
		return fmt.Errorf("npm install %s: %w", source, err)
	}
	var out strings.Builder
	out.WriteString("# Days of the week and months, from Unicode's CLDR 48.2 (Unicode License v3).\n# Made by gen; words of our own are in words.txt.\n")
	for _, lang := range languages {
		if err := write(&out, filepath.Join(temp, "node_modules", "cldr-dates-full", "main", lang, "ca-gregorian.json"), lang); err != nil {
			return err
		}
	}
	return os.WriteFile("cldr.txt", []byte(out.String()), 0o644)
}

func write(out *strings.Builder, path, lang string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var f file
	if err := json.Unmarshal(raw, &f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	g := f.Main[lang].Dates.Calendars.Gregorian
	base, _, _ := strings.Cut(lang, "-")
	for _, table := range []struct {
		names names
		keys  []string
	}{{g.Days, days}, {g.Months, months}} {
		for i := 0; i < len(table.keys); i += 2 {
			if words := forms(table.names, table.keys[i]); len(words) > 0 {
				fmt.Fprintf(out, "%s\t%s\t%s\n", base, table.keys[i+1], strings.Join(words, ", "))
			}
		}
	}
	return nil
}

// forms returns every spelling of one name, the longest first.
func forms(n names, key string) (words []string) {
	for _, widths := range n {
		for width, byKey := range widths {
			word := strings.TrimSuffix(strings.ToLower(byKey[key]), ".")
			if width != "narrow" && utf8.RuneCountInString(word) > 1 && !strings.Contains(word, ",") && !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	slices.SortFunc(words, func(a, b string) int {
		if c := cmp.Compare(len(b), len(a)); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	return words
}
