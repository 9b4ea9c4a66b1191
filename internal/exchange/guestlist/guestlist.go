// Package guestlist reads lists of who is to be invited to a meeting, as offices keep them: a
// town or an organisation in each row, its country, how many people, the address and the
// language in which it is written to, in any order and under any heading.
//
// [moving.Read] makes rows of texts from whatever the file is; [Read] finds out by their
// contents, and by a heading where there is one, which column is what:
//
//	table, err := moving.Read("list.csv", data, moving.ReadOptions{Lexicon: lexicon})
//	for _, row := range guestlist.Read(table, words) {
//		fmt.Println(row.Line, row.Name, row.Quota, row.Email)
//	}
//
// Nothing is looked up here: which place a name means is asked by the caller, who shows the
// list before anything is kept.
package guestlist

import (
	"slices"
	"strconv"
	"strings"

	"twintown/internal/exchange/moving"
	"twintown/internal/names"
)

// Row is one row of a list. What does not stand in it is empty.
type Row struct {
	Line     int
	Name     string
	Country  string // ISO 3166, of the country's column
	Quota    int    // 0: not said
	Email    string
	Language string
	Contact  string
	Odd      []string // cells of a known column that could not be read, as they stand
}

// Words are what countries and languages are called, by folded name: in every language of the
// site, so that a list in any of them is read.
type Words struct {
	Countries map[string]string
	Languages map[string]string
}

// column is what a column holds.
type column int

const (
	unknown column = iota
	name
	country
	quota
	email
	language
	contact
	ignored
)

// headings are the beginnings of what columns are called, in eight languages, folded.
var headings = []struct {
	is    column
	words string
}{
	{email, "e mail,email,mail,adres e,adres poczt,poczta,el pastas,courriel,adresse,почта,электрон,пошта,эл почта,імейл"},
	{language, "jezyk,language,sprache,langue,kalba,язык,мова"},
	{country, "kraj,panstwo,country,land,staat,pays,salis,страна,краіна,краина,країна"},
	{quota, "liczba,ilosc,osob,ile,limit,number,people,persons,places,quota,anzahl,personen,platze,nombre,personnes,zmones,skaicius,vietos,число,количество,человек,мест,колькасць,кількість,людзей,людей,осіб"},
	{contact, "kontakt,do kogo,adresat,contact,attention,ansprech,destinataire,kontaktas,адресат,контакт,кантакт,адрасат"},
	{ignored, "lp,nr,no,№,телефон,tel,phone,telefon,uwagi,notes,remarks,bemerkung,remarques,pastabos,примечан,заўваг,приміт"},
	{name, "nazwa,miasto,gmina,miejscowosc,organizacja,delegacja,name,town,city,municipality,organisation,delegation,stadt,gemeinde,ort,ville,commune,nom,miestas,savivaldybe,pavadinimas,город,название,организация,горад,назва,місто,громада"},
}

// Limits: an invitation of more people than this is a slip of the keyboard.
const mostQuota = 500

// Read makes rows of a table. A heading is passed over. The first column of names that is
// nothing else names the delegation.
func Read(t *moving.Table, w Words) (rows []Row) {
	if t == nil || len(t.Rows) == 0 {
		return nil
	}
	columns, from := layOut(t, w)
	for _, r := range t.Rows[from:] {
		if row := read(r, columns, w); row.Name != "" || row.Email != "" {
			rows = append(rows, row)
		}
	}
	return rows
}

// layOut says what each column holds, and which row is the first that is no heading.
func layOut(t *moving.Table, w Words) (columns []column, from int) {
	width := 0
	for _, r := range t.Rows {
		width = max(width, len(r.Cells))
	}
	columns = make([]column, width)
	if headed(t.Rows[0], w) {
		from = 1
		for i, cell := range t.Rows[0].Cells {
			columns[i] = headingOf(cell)
		}
	}
	for i, is := range columns {
		if is == unknown && from < len(t.Rows) {
			columns[i] = guess(t.Rows[from:], i, w)
		}
	}
	settleNames(columns)
	return columns, from
}

// settleNames lets one column name the delegation, and the next one who is written to there.
func settleNames(columns []column) {
	named := slices.Contains(columns, name)
	for i, is := range columns {
		switch {
		case is != unknown:
		case !named:
			columns[i], named = name, true
		case !slices.Contains(columns, contact):
			columns[i] = contact
		default:
			columns[i] = ignored
		}
	}
}

// headed says whether a row reads like a heading: two of its cells do, or its only one does,
// and none is an address or a number.
func headed(r moving.Row, w Words) bool {
	n, filled := 0, 0
	for _, cell := range r.Cells {
		if cell == "" {
			continue
		}
		filled++
		if _, err := strconv.Atoi(cell); err == nil || isMail(cell) || w.Countries[names.Fold(cell)] != "" {
			return false
		}
		if headingOf(cell) != unknown {
			n++
		}
	}
	return n >= 2 || n == 1 && filled == 1
}

func headingOf(cell string) column {
	words := strings.Fields(names.Fold(cell))
	for i := range words {
		rest := strings.Join(words[i:], " ")
		for _, h := range headings {
			for stem := range strings.SplitSeq(h.words, ",") {
				stem = names.Fold(stem)
				if rest == stem || len([]rune(stem)) > 3 && strings.HasPrefix(rest, stem) {
					return h.is
				}
			}
		}
	}
	return unknown
}

// guess says what a column holds by what most of its cells are.
func guess(rows []moving.Row, at int, w Words) column {
	counts, filled := map[column]int{}, 0
	for _, r := range rows {
		if at >= len(r.Cells) || r.Cells[at] == "" {
			continue
		}
		filled++
		counts[kindOf(r.Cells[at], w)]++
	}
	for is, n := range counts {
		if is != unknown && 2*n > filled {
			return is
		}
	}
	return unknown
}

func kindOf(cell string, w Words) column {
	folded := names.Fold(cell)
	switch {
	case isMail(cell):
		return email
	case numberIn(cell) > 0:
		return quota
	case w.Countries[folded] != "":
		return country
	case w.Languages[folded] != "" || len(cell) == 2 && w.Languages[strings.ToLower(cell)] != "":
		return language
	}
	return unknown
}

func isMail(cell string) bool {
	at := strings.IndexByte(cell, '@')
	return at > 0 && strings.Contains(cell[at:], ".") && !strings.ContainsAny(cell, " \n")
}

// numberIn reads how many people: "4", "4 osoby", "do 4"; 0 where the cell says no such number.
func numberIn(cell string) int {
	if len(cell) > 20 {
		return 0
	}
	digits := strings.FieldsFunc(cell, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) != 1 {
		return 0
	}
	n, err := strconv.Atoi(digits[0])
	if err != nil || n > mostQuota {
		return 0
	}
	return n
}

// read takes one row.
func read(r moving.Row, columns []column, w Words) Row {
	row := Row{Line: r.Line}
	for i, cell := range r.Cells {
		if cell = strings.Join(strings.Fields(cell), " "); cell == "" || i >= len(columns) {
			continue
		}
		ok := true
		switch folded := names.Fold(cell); columns[i] {
		case name:
			row.Name = cell
		case contact:
			row.Contact = cell
		case email:
			row.Email = strings.TrimSuffix(strings.TrimPrefix(cell, "mailto:"), ",")
		case quota:
			row.Quota = numberIn(cell)
			ok = row.Quota > 0
		case country:
			row.Country = w.Countries[folded]
			ok = row.Country != ""
		case language:
			row.Language = w.Languages[folded]
			ok = row.Language != ""
		}
		if !ok {
			row.Odd = append(row.Odd, cell)
		}
	}
	return row
}
