package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/funding"
	"twintown/internal/platform/lang"
	"twintown/internal/project/plan"
	"twintown/internal/project/plan/leaf"
)

// itemForm is the form of an item.
type itemForm struct {
	*form
	Action, Back             string
	Years, States, Sides     []option
	Texts                    []itemText
	Money                    []moneyField
	Projects, Meetings       []option
	Fresh                    bool // of a new item
	Removable                string
	Currencies               []string
	MeetingChosen, HasThings bool
}

// itemText are the fields of one language.
type itemText struct {
	Lang, Language string
	Open           bool
	Fields         []fieldView
}

// moneyField is what one of those who pay is expected to give.
type moneyField struct {
	Name, Label, Value, Currency, Fault string
}

// openItem opens the form of an item; f is what came back, nil to show what is stored.
func (s *Site) openItem(r *http.Request, v *planPage, id string, f *form) error {
	i := slices.IndexFunc(v.it.Items, func(i plan.Item) bool { return i.ID == id })
	if i < 0 {
		return errNoPage
	}
	item := v.it.Items[i]
	if f == nil {
		f = newForm(&v.page, itemValues(v, item))
	}
	form, err := s.itemForm(r, v, f, item)
	if err != nil {
		return err
	}
	form.Action, form.Back, form.Removable = v.Base+"/"+id, v.Base+"#item-"+id, v.Base+"/"+id
	for _, years := range [][]planYear{v.Years, v.Past} {
		for y := range years {
			for n := range years[y].Items {
				if years[y].Items[n].ID == id {
					years[y].Items[n].Form, years[y].Open = form, true
				}
			}
		}
	}
	return nil
}

// openNew opens the form of a new item in its year.
func (s *Site) openNew(r *http.Request, v *planPage, f *form) error {
	form, err := s.itemForm(r, v, f, plan.Item{})
	if err != nil {
		return err
	}
	form.Action, form.Back, form.Fresh = v.Base, v.Base, true
	for n := range v.Years {
		if strconv.Itoa(v.Years[n].Year) == f.text("year") || n == len(v.Years)-1 {
			v.Years[n].NewHere = form
			break
		}
	}
	return nil
}

// itemForm makes the form.
func (s *Site) itemForm(r *http.Request, v *planPage, f *form, item plan.Item) (*itemForm, error) {
	form := &itemForm{form: f}
	years := plan.Horizon(s.today())
	if year, err := strconv.Atoi(f.text("year")); err == nil && !slices.Contains(years, year) {
		years = append([]int{year}, years...)
	}
	for _, year := range years {
		form.Years = append(form.Years, option{Value: strconv.Itoa(year), Name: strconv.Itoa(year)})
	}
	for _, state := range plan.States() {
		form.States = append(form.States, option{Value: string(state), Name: v.t("plan.state." + string(state))})
	}
	form.Sides = []option{{Value: "0", Name: v.t("plan.side.all")}}
	for _, n := range v.found.Present() {
		form.Sides = append(form.Sides, option{Value: strconv.FormatInt(n, 10), Name: s.rooms.World().Places.DisplayName(n, v.Lang)})
	}
	for _, code := range s.itemTongues(v, item) {
		needed := item.Texts[code].What != "" || len(item.Texts) == 0 && code == v.Lang
		form.Texts = append(form.Texts, s.itemText(v, f, code, needed))
	}
	for _, n := range append(v.found.Present(), 0) {
		form.Money = append(form.Money, s.moneyField(v, f, n))
	}
	form.Currencies = []string{"EUR"}
	for _, n := range v.found.Present() {
		form.Currencies = appendOnce(form.Currencies, s.currencyOf(n))
	}
	return form, s.itemThings(r, v, form)
}

// itemTongues are the languages in which an item can be written: those of the sides, the
// reader's, and those in which it is written already.
func (s *Site) itemTongues(v *planPage, item plan.Item) []string {
	all := appendOnce(s.sideTongues(&v.page, v.found), v.Lang)
	for _, code := range s.languages {
		if item.Texts[code].What != "" {
			all = appendOnce(all, code)
		}
	}
	return all
}

// itemText are the fields of one language; needed: it cannot do without saying what.
func (s *Site) itemText(v *planPage, f *form, code string, needed bool) itemText {
	what := f.Field("what."+code, "text", "plan.field.what", "", "off")
	what.Required = needed
	aim := f.Area("aim."+code, "plan.field.aim", "", 2)
	office := f.Field("office."+code, "text", "plan.field.office", "plan.office.hint", "off")
	result := f.Area("result."+code, "plan.field.result", "", 2)
	t := itemText{Lang: code, Language: v.p.LanguageName(code), Fields: []fieldView{what, aim, office, result}}
	for n := range t.Fields {
		t.Open = t.Open || t.Fields[n].Value != "" || t.Fields[n].Fault != ""
	}
	t.Open = t.Open || code == v.Lang
	return t
}

func (s *Site) moneyField(v *planPage, f *form, side int64) moneyField {
	name := "money." + strconv.FormatInt(side, 10)
	m := moneyField{Name: name, Label: v.t("plan.side.others"), Value: f.text(name), Currency: f.text("currency." + name), Fault: f.FaultOf(name)}
	if side != 0 {
		m.Label = s.rooms.World().Places.DisplayName(side, v.Lang)
	}
	if m.Currency == "" {
		m.Currency = "EUR"
		if side != 0 {
			m.Currency = s.currencyOf(side)
		}
	}
	return m
}

// mostMeetings is how many meetings a list offers: a longer one nobody reads.
const mostMeetings = 60

// itemThings lists the projects and meetings that an item can lead to.
func (s *Site) itemThings(r *http.Request, v *planPage, form *itemForm) error {
	none := option{Value: "", Name: v.t("plan.none_of_them")}
	if s.rooms.Projects != nil {
		all, err := s.rooms.Projects.OfPartnership(r.Context(), v.found.ID)
		if err != nil {
			return err
		}
		for _, p := range all {
			t, _, _ := p.In(v.Lang, s.languages)
			form.Projects = append(form.Projects, option{Value: p.ID, Name: t.Title})
		}
	}
	if s.rooms.Meetings != nil {
		all, err := s.rooms.Meetings.Public(r.Context(), v.Lang, s.today())
		if err != nil {
			return err
		}
		for _, m := range all[:min(len(all), mostMeetings)] {
			form.Meetings = append(form.Meetings, option{Value: m.ID, Name: m.Title})
		}
	}
	for list, name := range map[*[]option]string{&form.Projects: "project", &form.Meetings: "meeting"} {
		if had := form.text(name); had != "" && !slices.ContainsFunc(*list, func(o option) bool { return o.Value == had }) {
			*list = append(*list, option{Value: had, Name: v.t("plan.as_it_is")})
		}
		if len(*list) > 0 {
			*list = append([]option{none}, *list...)
		}
	}
	return nil
}

// itemValues are an item's values as its form holds them.
func itemValues(v *planPage, i plan.Item) url.Values {
	values := url.Values{
		"version": {strconv.FormatInt(i.Version, 10)}, "year": {strconv.Itoa(i.Year)}, "state": {string(i.State)}, "side": {strconv.FormatInt(i.Side, 10)},
		"project": {i.Project}, "meeting": {i.Meeting},
	}
	for code, t := range i.Texts {
		values.Set("what."+code, t.What)
		values.Set("aim."+code, t.Aim)
		values.Set("office."+code, t.Office)
		values.Set("result."+code, t.Result)
	}
	for _, m := range i.Money {
		name := "money." + strconv.FormatInt(m.Side, 10)
		values.Set(name, strings.TrimSuffix(leaf.Amount(v.p, m.Amount), "\u00a0"+m.Amount.Currency))
		values.Set("currency."+name, m.Amount.Currency)
	}
	return values
}

// readItem puts what a form holds into an item.
func (s *Site) readItem(v *planPage, f *form, i *plan.Item) {
	i.Year, _ = strconv.Atoi(f.text("year"))
	if state := plan.State(f.text("state")); i.State != plan.Moved || slices.Contains(plan.States(), state) {
		i.State = state
	}
	i.Side, _ = strconv.ParseInt(f.text("side"), 10, 64)
	i.Project, i.Meeting = f.text("project"), f.text("meeting")
	if i.Texts == nil {
		i.Texts = map[string]plan.Text{}
	}
	for _, code := range s.languages {
		if !f.values.Has("what." + code) {
			continue
		}
		t := i.Texts[code]
		t.What, t.Aim, t.Office, t.Result = f.text("what."+code), f.text("aim."+code), f.text("office."+code), f.text("result."+code)
		i.Texts[code] = t
	}
	i.Money = nil
	for _, n := range append(v.found.Present(), 0) {
		name := "money." + strconv.FormatInt(n, 10)
		text := f.text(name)
		if text == "" {
			continue
		}
		amount, err := typedMoney(text, f.text("currency."+name))
		if err != nil {
			f.fail(name, lang.Msg("error.project.money"))
			continue
		}
		i.Money = append(i.Money, plan.Money{Side: n, Amount: amount})
	}
}

// typedMoney reads an amount as people type it: "1 200,50".
func typedMoney(text, currency string) (funding.Money, error) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "’", "", ",", ".").Replace(text)
	return funding.ParseMoney(text + " " + strings.ToUpper(currency))
}
