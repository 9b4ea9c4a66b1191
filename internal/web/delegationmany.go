package web

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"twintown/internal/exchange/guestlist"
	"twintown/internal/exchange/moving"
	"twintown/internal/meeting/delegation"
	"twintown/internal/names"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// delegationManyPage adds several delegations from a list that somebody pasted or uploaded.
// It shows what was understood before anything is kept.
type delegationManyPage struct {
	conferenceHead
	Form      *form
	Action    string
	Languages []option
	Rows      []listedRow // nil: nothing was read yet
	Fit       int         // rows that would be added
	Left      int         // that would not
	Sources   []link
	text      string // the list as it was read
}

// listedRow is a row of the list with what becomes of it.
type listedRow struct {
	Line    int
	Name    string // as it stands in the list
	Means   string // what was understood
	Details string
	Fault   string // why it is left out
	Field   string // names the choice; "" where there is none
	Choices []option
	add     delegation.Delegation
}

// Limits of a list: five hundred towns with their addresses, and as many choices.
const (
	mostListText  = 60_000 // letters
	mostListParts = 1_200
)

func (s *Site) newDelegationMany(w http.ResponseWriter, r *http.Request, code string) (v *delegationManyPage, ok bool, err error) {
	head, ok, err := s.openedConference(w, r, code, "/delegations/many", "delegations")
	if err != nil || !ok {
		return nil, false, err
	}
	v = &delegationManyPage{conferenceHead: head, Action: head.Base + "/delegations/many"}
	v.Languages = append([]option{{Name: v.t("guests.language.by_country")}}, s.offeredChoices(&v.page)...)
	v.Form = newForm(&v.page, map[string][]string{"quota": {strconv.Itoa(usualQuota)}})
	v.Sources, err = s.delegationSources(r, &v.conferenceHead)
	return v, true, err
}

// delegationMany shows the form.
func (s *Site) delegationMany(w http.ResponseWriter, r *http.Request, code string) error {
	v, ok, err := s.newDelegationMany(w, r, code)
	if err != nil || !ok {
		return err
	}
	return s.write(w, http.StatusOK, "delegation-many", v)
}

// takeDelegationMany reads the list and shows what was understood; when the person has seen
// that, it adds what fits.
func (s *Site) takeDelegationMany(w http.ResponseWriter, r *http.Request, code string) error {
	v, ok, err := s.newDelegationMany(w, r, code)
	if err != nil || !ok {
		return err
	}
	f := v.Form
	err = s.readGuestList(r, f)
	if err == nil {
		v.text = f.raw("list")
		err = s.understandList(r, v)
	}
	if err == nil && f.checked("sure") {
		var all []delegation.Delegation
		for _, row := range v.Rows {
			if row.Fault == "" {
				all = append(all, row.add)
			}
		}
		var ids []string
		var undo string
		if ids, undo, err = s.rooms.Guests.AddAll(r.Context(), actorOf(r), all); err == nil {
			return s.done(w, r, code, v.Base+"/delegations?state=draft", lang.Msg("guests.many.done", "n", len(ids)), undoAddress(code, undo))
		}
	}
	if err != nil {
		return s.again(w, f, "delegation-many", v, err)
	}
	return s.write(w, http.StatusOK, "delegation-many", v)
}

// readGuestList reads the form part by part; a file's rows become the text of the list, so
// that she can see and correct them.
func (s *Site) readGuestList(r *http.Request, f *form) error {
	unreadable := func(err error) error {
		return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return unreadable(err)
	}
	f.values.Del("quota")
	for range mostListParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		most := int64(mostText)
		switch part.FormName() {
		case "list":
			most = 4 * mostListText
		case "file":
			most = moving.MostBytes
		}
		data, err := io.ReadAll(io.LimitReader(part, most+1))
		switch {
		case err != nil:
			return unreadable(err)
		case int64(len(data)) > most || part.FormName() == "list" && utf8.RuneCount(data) > mostListText:
			return errs.In("list", lang.Msg("error.partnership.long", "max", mostListText))
		case part.FormName() == "file":
			if len(data) > 0 {
				text, err := s.tableText(part.FileName(), data)
				if err != nil {
					return err
				}
				f.values.Set("list", text)
			}
		default:
			f.values.Set(part.FormName(), strings.ToValidUTF8(string(data), ""))
		}
	}
	return unreadable(errors.New("more parts than a list has"))
}

// tableText is a file's table as the field for the list holds it.
func (s *Site) tableText(name string, data []byte) (string, error) {
	t, err := moving.Read(name, data, moving.ReadOptions{Lexicon: s.lexicon, Limits: moving.Limits{Bytes: moving.MostBytes, Rows: mostBulk + 1}})
	if err != nil {
		return "", inField("list", err)
	}
	var b strings.Builder
	for _, r := range t.Rows {
		for i, cell := range r.Cells {
			if i > 0 {
				b.WriteString("\t")
			}
			b.WriteString(strings.Join(strings.Fields(cell), " "))
		}
		b.WriteString("\n")
	}
	if utf8.RuneCountInString(b.String()) > mostListText {
		return "", errs.In("list", lang.Msg("error.partnership.long", "max", mostListText))
	}
	return b.String(), nil
}

// inField says of a person's mistake in which field it is.
func inField(field string, err error) error {
	if e, ok := errors.AsType[*errs.Error](err); ok && e.Field == "" {
		e.Field = field
	}
	return err
}

// understandList fills the rows of the page.
func (s *Site) understandList(r *http.Request, v *delegationManyPage) error {
	t, err := moving.Read("list.csv", []byte(v.text), moving.ReadOptions{Lexicon: s.lexicon, Encoding: "utf-8", Limits: moving.Limits{Rows: mostBulk + 1}})
	if err != nil {
		return inField("list", err)
	}
	all, err := s.rooms.Guests.Of(r.Context(), v.Meeting.ID)
	if err != nil {
		return err
	}
	there := delegation.Twins(all)
	var named []string
	for _, d := range all {
		if d.State != delegation.Withdrawn && d.Name != "" {
			named = append(named, names.Fold(d.Name))
		}
	}
	words := s.guestWords()
	for _, row := range guestlist.Read(t, words) {
		shown := s.understandRow(v, row)
		switch d := shown.add; {
		case shown.Fault != "":
		case d.Place != 0 && slices.Contains(there, d.Place), d.Place == 0 && slices.Contains(named, names.Fold(d.Name)):
			shown.Fault = v.t("guests.many.twice")
		case d.Place != 0:
			there = append(there, d.Place)
		default:
			named = append(named, names.Fold(d.Name))
		}
		if shown.Fault == "" {
			v.Fit++
		} else {
			v.Left++
		}
		v.Rows = append(v.Rows, shown)
	}
	if len(v.Rows) == 0 {
		return errs.In("list", lang.Msg("moving.file.empty"))
	}
	return nil
}

// What a row is where its name is no place that is known, or not the place.
const (
	asTown         = "town"
	asOrganisation = "organisation"
)

// understandRow says what a row means.
func (s *Site) understandRow(v *delegationManyPage, row guestlist.Row) listedRow {
	f := v.Form
	shown := listedRow{Line: row.Line, Name: row.Name}
	d := delegation.Delegation{Meeting: v.Meeting.ID, Kind: delegation.Town, Quota: row.Quota, Language: row.Language, Contact: delegation.Contact{Name: row.Contact, Email: row.Email}}
	if d.Quota == 0 {
		d.Quota = int(max(f.number("quota"), 1))
	}
	id, candidates := s.placeNamed(&v.page, row.Name, row.Country)
	field := "means." + strconv.Itoa(row.Line)
	chosen := f.raw(field)
	if id == 0 || chosen != "" {
		shown.Field = field
		shown.Choices = s.rowChoices(&v.page, candidates)
		if n, err := strconv.ParseInt(chosen, 10, 64); err == nil && slices.Contains(candidates, n) {
			id = n
		}
	}
	switch {
	case chosen == asTown, chosen == asOrganisation, id == 0 && len(candidates) == 0:
		d.Name, id = row.Name, 0
		if chosen != asTown {
			d.Kind, chosen = delegation.Organisation, asOrganisation
		}
		shown.Means = v.t("guests.kind." + string(d.Kind))
	case id != 0:
		d.Place, chosen = id, strconv.FormatInt(id, 10)
		at := v.placeView(s.rooms.World(), id)
		shown.Means = at.Name + " (" + at.Where + ")"
	default:
		shown.Fault = v.t("guests.many.which")
	}
	for i := range shown.Choices {
		shown.Choices[i].Chosen = shown.Choices[i].Value == chosen
	}
	if d.Language == "" || !slices.Contains(s.face().Offered(), d.Language) {
		if d.Language = f.text("language"); !slices.Contains(s.face().Offered(), d.Language) {
			d.Language = s.languageFor(d.Place, v.Lang)
		}
	}
	shown.details(&v.page, d, row)
	shown.add = d
	return shown
}

// details says the rest of a row, and what is wrong in it.
func (l *listedRow) details(p *page, d delegation.Delegation, row guestlist.Row) {
	parts := []string{p.t("guests.people", "n", d.Quota), p.p.LanguageName(d.Language)}
	if d.Contact.Name != "" {
		parts = append(parts, d.Contact.Name)
	}
	parts = append(parts, cmpText(d.Contact.Email, p.t("guests.missing."+missingPost)))
	l.Details = strings.Join(parts, " · ")
	if len(row.Odd) > 0 {
		l.Details += " · " + p.t("guests.many.odd", "text", strings.Join(row.Odd, ", "))
	}
	if d.Contact.Email == "" || l.Fault != "" {
		return
	}
	if _, err := people.CleanEmail(d.Contact.Email); err != nil {
		l.Fault = p.p.Message(errs.PublicOf(err))
	}
}

func cmpText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// rowChoices are what a name may mean.
func (s *Site) rowChoices(p *page, candidates []int64) []option {
	var list []option
	if len(candidates) > 0 {
		list = append(list, option{Name: p.t("guests.many.choose")})
	}
	for _, id := range candidates {
		at := p.placeView(s.rooms.World(), id)
		list = append(list, option{Value: strconv.FormatInt(id, 10), Name: at.Name + " (" + at.Where + ")"})
	}
	return append(list, option{Value: asOrganisation, Name: p.t("guests.many.organisation")}, option{Value: asTown, Name: p.t("guests.many.town")})
}

// placeNamed is the place that a name means, or those that it may mean.
func (s *Site) placeNamed(p *page, name, country string) (id int64, candidates []int64) {
	w := s.rooms.World()
	text := strings.ToValidUTF8(name[:min(len(name), longestQuery)], "")
	narrowed := text
	if country != "" {
		narrowed += ", " + p.p.CountryName(country)
	}
	if found, err := w.Places.Resolve(narrowed); err == nil {
		return found.ID, []int64{found.ID}
	} else if errs.KindOf(err) != errs.Ambiguous {
		return 0, nil
	}
	for _, h := range w.Places.Find(place.Query{Text: text, Limit: mostChoice, Lang: p.Lang, Country: country}) {
		candidates = append(candidates, h.ID)
	}
	return 0, candidates
}

// guestWords are the names of countries and languages in all languages of the site.
func (s *Site) guestWords() guestlist.Words {
	w := guestlist.Words{Countries: map[string]string{}, Languages: map[string]string{}}
	for _, in := range s.languages {
		p := s.catalog.Printer(in)
		for _, c := range s.countries {
			w.Countries[names.Fold(p.CountryName(c))] = c
		}
		for _, l := range s.languages {
			w.Languages[names.Fold(p.LanguageName(l))] = l
		}
	}
	for _, c := range s.countries {
		w.Countries[names.Fold(c)] = c
	}
	for _, l := range s.languages {
		w.Languages[l], w.Languages[names.Fold(s.catalog.Printer(l).OwnName())] = l, l
	}
	return w
}
