// Command papers measures how fast the papers of a conference are set: name badges, four on a
// sheet, and invitations, one file for each delegation.
//
// The floor is what the writer of PDF files needs for as many pages with one line each, in the
// same four faces: reading, cutting and packing the faces is most of it.
//
//	go run ./bench/papers
//	go run ./bench/papers -samples /tmp/papers    also writes one of each paper, in eight languages
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"twintown/internal/meeting/letter"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/pdf"
)

// badges is a conference of a large association; letters are the delegations that it invites.
const (
	badges  = 200
	letters = 100
	rounds  = 3 // the quickest counts: what else the machine did is not ours
)

func main() {
	samples := flag.String("samples", "", "folder for one of each paper, in each language")
	flag.Parse()
	if err := run(*samples); err != nil {
		fmt.Fprintln(os.Stderr, "papers:", err)
		os.Exit(1)
	}
}

func run(samples string) error {
	fonts, err := pdf.Load()
	if err != nil {
		return err
	}
	catalog, err := messages.Default()
	if err != nil {
		return err
	}
	set := letter.New(fonts, catalog)
	if samples != "" {
		for _, code := range catalog.Languages() {
			if err := write(set, catalog.Printer(code), samples); err != nil {
				return err
			}
		}
	}
	return measure(set, fonts, catalog)
}

func measure(set *letter.Setter, fonts *pdf.Fonts, catalog *lang.Catalog) error {
	sheet := sheetIn(catalog.Printer("lt"))
	var size int
	printed, err := quickest(func() error {
		file, err := set.Badges(letter.Badges{Sheet: sheet, Shows: letter.ShowName, People: people(badges)})
		size = len(file)
		return err
	})
	if err != nil {
		return err
	}
	floor, err := quickest(func() error { _, err := plain(fonts, badges/4); return err })
	if err != nil {
		return err
	}
	fmt.Printf("%d badges in one file: %.0f badges/s, %.2f s, %d kB   floor: %d pages of one line each, %.2f s\n",
		badges, badges/printed.Seconds(), printed.Seconds(), size>>10, badges/4, floor.Seconds())
	printed, err = quickest(func() error { return invite(set, sheet) })
	if err != nil {
		return err
	}
	floor, err = quickest(func() error {
		for range letters {
			if _, err := plain(fonts, 1); err != nil {
				return err
			}
		}
		return nil
	})
	fmt.Printf("%d invitations, a file each: %.0f letters/s, %.2f s   floor: as many files of one page and four lines, %.0f files/s\n",
		letters, letters/printed.Seconds(), printed.Seconds(), letters/floor.Seconds())
	return err
}

func invite(set *letter.Setter, sheet letter.Sheet) error {
	for range letters {
		if _, err := set.Invitations([]letter.Invitation{invitation(sheet)}); err != nil {
			return err
		}
	}
	return nil
}

// quickest is the shortest of some times that do takes.
func quickest(do func() error) (best time.Duration, err error) {
	for i := range rounds {
		start := time.Now()
		if err := do(); err != nil {
			return 0, err
		}
		if took := time.Since(start); i == 0 || took < best {
			best = took
		}
	}
	return best, nil
}

// plain is a file with a line in each face on each page.
func plain(fonts *pdf.Fonts, pages int) ([]byte, error) {
	d := pdf.New(fonts, pdf.Meta{Title: "Floor", Language: "en"})
	for range pages {
		d.Page(pdf.A4)
		for i, face := range []pdf.Face{pdf.Serif, pdf.SerifStrong, pdf.Sans, pdf.SansStrong} {
			d.Text(pdf.Style{Face: face, Size: 10}, 20, float64(20+i*6), pdf.Left, "Twintown")
		}
	}
	return d.Bytes()
}

// write writes one of each paper in a language.
func write(set *letter.Setter, p *lang.Printer, folder string) error {
	sheet := sheetIn(p)
	makers := map[letter.Paper]func() ([]byte, error){
		letter.Invite:     func() ([]byte, error) { return set.Invitations([]letter.Invitation{invitation(sheet)}) },
		letter.VisaLetter: func() ([]byte, error) { return set.Visas([]letter.Traveller{traveller(p, sheet)}) },
		letter.Badge: func() ([]byte, error) {
			return set.Badges(letter.Badges{Sheet: sheet, Shows: letter.ShowName, People: people(6)})
		},
		letter.Attendance: func() ([]byte, error) {
			return set.List(letter.List{Sheet: sheet, Shows: letter.ShowName, People: people(30)})
		},
		letter.Certificate: func() ([]byte, error) { return set.Certificates([]letter.Attended{attended(p, sheet)}) },
		letter.TableCard: func() ([]byte, error) {
			return set.Cards(letter.Cards{Sheet: sheet, Shows: letter.ShowName, People: people(4)})
		},
	}
	for paper, make := range makers {
		file, err := make()
		if err != nil {
			return fmt.Errorf("%s in %s: %w", paper, p.Lang(), err)
		}
		if err := os.WriteFile(filepath.Join(folder, string(paper)+"-"+p.Lang()+".pdf"), file, 0o644); err != nil {
			return err
		}
	}
	return nil
}
