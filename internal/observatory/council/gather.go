package council

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/funding"
	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/seek"
	"twintown/internal/seek/relay"
	"twintown/internal/source"
)

// Rooms are what a report is gathered from. All but the partnerships and sources may be nil:
// then the report says nothing of the matter.
type Rooms struct {
	Partnerships *partnership.Store
	Sources      *source.Store
	Meetings     *meeting.Store
	Guests       *delegation.Store
	Projects     *project.Store
	Requests     *seek.Store
	Relay        *relay.Store
	Forums       *forum.Store
	Country      func(place int64) string // ISO 3166 of a place's country
}

// Gather reads what a report of a place and a year says, as of a day. Texts come in the first
// of the languages in which they are there.
func (r Rooms) Gather(ctx context.Context, place int64, year int, today lang.Date, languages []string) (f Facts, err error) {
	defer errs.Wrap(&err, "council.Gather(%d, %d)", place, year)
	f = Facts{Place: place, Year: year, Day: lang.Date{Year: year, Month: 12, Day: 31}, Known: today, Bands: map[project.Band]int64{}, People: nothing(), Abroad: nothing()}
	if f.Over = today.Compare(f.Day) > 0; !f.Over {
		f.Day = today
	}
	return f, errs.First(r.links(ctx, &f), r.meetings(ctx, &f, languages), r.projects(ctx, &f, languages), r.sought(ctx, &f))
}

// links reads the partnerships as they stood on the day, and their sources.
func (r Rooms) links(ctx context.Context, f *Facts) error {
	all, err := r.Partnerships.OfPlace(ctx, f.Place)
	if err != nil {
		return err
	}
	before := lang.Date{Year: f.Year - 1, Month: 12, Day: 31}
	var codes []string
	for _, p := range all {
		if !p.Withdrawn.IsZero() {
			continue
		}
		was, now := partnership.StatusOf(p, before, time.Time{}), partnership.StatusOf(p, f.Day, time.Time{})
		switch {
		case now.Code == partnership.None:
			continue
		case now.Code.Ended() && was.Code.Ended():
			f.Gone++
			continue
		}
		l := Link{ID: p.ID, Others: p.Others(f.Place), Kind: p.Kind, Basis: basis(p, f.Day), Status: now, Turn: turn(was, now)}
		for _, a := range p.Acts {
			if a.Held(time.Time{}) && a.Date.Year == f.Year && a.Date.Calendar().Compare(f.Day) <= 0 {
				l.Signs++
				l.Review = l.Review || a.Type == partnership.ActReview
			}
			if slices.Contains(now.Because, a.ID) || a.Held(time.Time{}) && a.Date.Year == f.Year {
				codes = append(codes, a.Sources...)
			}
		}
		f.Links = append(f.Links, l)
	}
	slices.SortStableFunc(f.Links, func(a, b Link) int {
		return strings.Compare(a.Status.Start.String()+a.ID, b.Status.Start.String()+b.ID)
	})
	slices.Sort(codes)
	found, err := r.Sources.ByCodes(ctx, slices.Compact(codes))
	for _, code := range slices.Compact(codes) {
		if i := slices.IndexFunc(found, func(s source.Source) bool { return s.Code == code }); i >= 0 {
			f.Used = append(f.Used, found[i])
		}
	}
	return err
}

// basis is the strongest paper of a partnership by a day.
func basis(p partnership.Partnership, day lang.Date) (strongest partnership.ActType) {
	papers := []partnership.ActType{partnership.ActLetter, partnership.ActAgreement, partnership.ActCharter}
	for _, a := range p.Acts {
		if a.Held(time.Time{}) && a.Date.Calendar().Compare(day) <= 0 && slices.Index(papers, a.Type) > slices.Index(papers, strongest) {
			strongest = a.Type
		}
	}
	return strongest
}

// turn is what happened to a partnership between two days.
func turn(was, now partnership.Status) Turn {
	switch {
	case now.Code.Ended():
		return Ended
	case was.Code == partnership.None, now.Code.InForce() && !was.Code.InForce() && !was.Code.Alive():
		if was.Code != partnership.None && !was.Start.IsZero() {
			return Resumed
		}
		return Begun
	case now.Code.InForce() && !was.Code.InForce() && was.Start.IsZero():
		return Begun
	case now.Code.InForce() && !was.Code.InForce():
		return Resumed
	case was.Code.InForce() && !now.Code.InForce():
		return Paused
	}
	return Kept
}

// meetings reads the public meetings in which the town took part: it was held there, guests
// from there were counted, its delegation said that it comes, or it is linked to one of the
// town's partnerships.
func (r Rooms) meetings(ctx context.Context, f *Facts, languages []string) error {
	if r.Meetings == nil {
		return nil
	}
	coming, err := r.coming(ctx, f.Place)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, language := range languages {
		all, err := r.Meetings.Public(ctx, language, f.Day)
		if err != nil {
			return err
		}
		for _, m := range all {
			_, invited := coming[m.ID]
			linked := slices.ContainsFunc(f.Links, func(l Link) bool { return slices.Contains(m.Targets(press.OfPartnership), l.ID) })
			if seen[m.ID] || m.Off || !f.within(m.From, m.Last()) || !slices.Contains(m.Towns(), f.Place) && !invited && !linked {
				continue
			}
			seen[m.ID] = true
			f.Met = append(f.Met, r.met(f, m, coming))
		}
	}
	slices.SortStableFunc(f.Met, func(a, b Met) int { return a.From.Calendar().Compare(b.From.Calendar()) })
	return nil
}

// within says whether something that lasts from one date to another has begun by the day of
// the report, in its year or before, and lasts into the year.
func (f Facts) within(from, to partnership.Date) bool {
	if to.IsZero() {
		to = from
	}
	return !from.IsZero() && from.Calendar().Compare(f.Day) <= 0 && to.Year >= f.Year
}

// coming are how many people each meeting's delegation of a place said will come, also to
// meetings that are over.
func (r Rooms) coming(ctx context.Context, place int64) (map[string]int, error) {
	if r.Guests == nil {
		return nil, nil
	}
	all, err := r.Guests.Accepted(ctx, place)
	coming := map[string]int{}
	for _, d := range all {
		coming[d.Meeting] += d.Coming
	}
	return coming, err
}

// met counts who came to a meeting. How many said that they will come is no count of who came.
func (r Rooms) met(f *Facts, m meeting.Shown, coming map[string]int) Met {
	x := Met{
		ID: m.ID, Title: m.Title, Path: m.Path(), Lang: m.Language, Kind: m.Kind, From: m.From, To: m.To, Place: m.Place, Host: m.Place == f.Place,
		Announced: coming[m.ID], Own: nothing(), All: nothing(), Abroad: nothing(),
	}
	home := ""
	if m.Place != 0 {
		home = r.Country(m.Place)
	}
	for _, g := range m.Guests {
		counted := g.People >= 0
		x.All.add(int64(g.People), counted)
		if g.Place == f.Place {
			x.Own.add(int64(g.People), counted)
		}
		from := g.Country
		if g.Place != 0 {
			from = r.Country(g.Place)
		}
		if home != "" && from != "" && from != home {
			x.Abroad.add(int64(g.People), counted)
		}
	}
	if !x.All.None && x.Abroad.None && home != "" {
		x.Abroad.None = false // all who were counted are of the country
	}
	return x
}

// projects reads the joint projects that lived in the year.
func (r Rooms) projects(ctx context.Context, f *Facts, languages []string) error {
	if r.Projects == nil {
		return nil
	}
	all, err := r.Projects.Of(ctx, f.Place)
	for _, p := range all {
		if w, ok := f.work(p, languages); ok {
			f.Work = append(f.Work, w)
		}
	}
	slices.SortStableFunc(f.Work, func(a, b Work) int {
		return strings.Compare(fmt.Sprint(slices.Index(order, a.State), a.Title), fmt.Sprint(slices.Index(order, b.State), b.Title))
	})
	return err
}

// order is in which projects are told: those that run first.
var order = []project.State{project.Running, project.Closed, project.Granted, project.Submitted, project.Refused, project.Idea}

// stateOn is a project's state at the end of a day; ok is false where it was not there yet.
func stateOn(p project.Project, day lang.Date) (_ project.State, ok bool) {
	state, there := project.Idea, lang.DateOf(p.Created).Compare(day) <= 0
	for _, m := range p.Moves {
		if m.Day <= day.String() {
			state, there = m.To, true
		}
	}
	return state, there
}

// work is what a report says of a project; false where nothing of it is of the year.
func (f *Facts) work(p project.Project, languages []string) (w Work, ok bool) {
	state, there := stateOn(p, f.Day)
	own := ours(p, f.Place)
	if !there || len(own) == 0 || state == project.Idea {
		return w, false
	}
	t, language, _ := p.In(languages[0], languages)
	b := p.Budget
	sums := b.Sums()
	w = Work{
		ID: p.ID, Handle: p.Handle, Shown: !p.Shown.IsZero(), Title: t.Title, Lang: language, Results: t.Results, State: state, Role: own[0].Role, Left: !slices.ContainsFunc(own, project.Partner.There),
		Partners: p.Leading(), Call: p.Call, Funder: p.Funder, Planned: sums.Total, NoBudget: len(b.Lines) == 0, Rates: b.Rates,
		FromDay: p.From, ToDay: p.To, Number: p.Number, Acronym: p.Acronym,
	}
	for _, q := range own {
		w.Own += sums.ByPartner[q.ID]
	}
	w.Money = f.money(p, own)
	for _, a := range p.Activities {
		f.activity(&w, a, languages)
	}
	for _, o := range p.Outputs {
		title, code := worded(o.Title, languages)
		w.Outputs = append(w.Outputs, Output{title, code, o.Target, o.Reached})
	}
	moved := slices.ContainsFunc(p.Moves, func(m project.Move) bool {
		return strings.HasPrefix(m.Day, strconv.Itoa(f.Year)) && m.Day <= f.Day.String()
	})
	lives := state == project.Running || state == project.Granted || state == project.Submitted
	return w, lives || moved || w.Money.Got || w.Money.Paid || len(w.Activities) > 0
}

// ours are the partners that are of a place: the town, its schools and choirs; first those
// that answer for more.
func ours(p project.Project, place int64) (own []project.Partner) {
	roles := []project.Role{project.Lead, project.Full, project.Associated}
	for _, q := range p.Partners {
		if q.Place == place {
			own = append(own, q)
		}
	}
	slices.SortStableFunc(own, func(a, b project.Partner) int {
		return slices.Index(roles, a.Role) - slices.Index(roles, b.Role)
	})
	return own
}

// money adds up the payments of some partners in the year.
func (f *Facts) money(p project.Project, own []project.Partner) (m Money) {
	m.Home.Currency = own[0].Currency
	if m.Home.Currency == project.Euro {
		m.Home.Currency = ""
	}
	for _, y := range p.Budget.Payments {
		if !slices.ContainsFunc(own, func(q project.Partner) bool { return q.ID == y.Partner }) || !strings.HasPrefix(y.Day, strconv.Itoa(f.Year)+"-") || y.Day > f.Day.String() {
			continue
		}
		cents, ok := p.Budget.Euros(y.Amount)
		if !ok && !slices.Contains(m.WithoutRate, y.Amount.Currency) {
			m.WithoutRate = append(m.WithoutRate, y.Amount.Currency)
		}
		into, noted, part, sum, home := &m.Own, &m.Got, &m.InPart, &m.In, &m.Home.In
		if y.Way == project.Out {
			into, noted, part, sum, home = &m.Spent, &m.Paid, &m.OutPart, &m.Out, &m.Home.Out
		}
		*noted, *part = true, *part || !ok
		*sum += cents
		as, known := m.Home.of(p.Budget, y.Amount)
		*home += as
		m.Home.Unknown = m.Home.Unknown || !known
		i := slices.IndexFunc(*into, func(o funding.Money) bool { return o.Currency == y.Amount.Currency })
		if i < 0 {
			*into = append(*into, y.Amount)
			continue
		}
		(*into)[i].Cents += y.Amount.Cents
	}
	return m
}

// of is an amount in the currency of the books, at the project's own rate.
func (h Home) of(b project.Budget, m funding.Money) (cents int64, ok bool) {
	if m.Currency == h.Currency {
		return m.Cents, true
	}
	euros, ok := b.Euros(m)
	if !ok || h.Currency == "" {
		return euros, ok
	}
	home, ok := b.Converted(euros, h.Currency)
	return home.Cents, ok
}

// activity counts who took part in an activity of the year.
func (f *Facts) activity(w *Work, a project.Activity, languages []string) {
	switch {
	case !a.Done:
		return
	case a.From.IsZero():
		f.Undone++
		return
	case a.From.Year != f.Year || a.From.Calendar().Compare(f.Day) > 0:
		return
	}
	title, code := worded(a.Title, languages)
	x := Activity{Title: title, Lang: code, Kind: a.Kind, From: a.From, People: nothing(), Abroad: nothing()}
	n, ok := a.Came()
	x.People.add(int64(n), ok)
	x.Abroad.add(int64(a.Abroad), ok && a.Abroad != project.Uncounted)
	f.People.add(int64(n), ok)
	f.Abroad.add(int64(a.Abroad), ok && a.Abroad != project.Uncounted)
	for band, n := range a.People {
		f.Bands[band] += int64(n)
	}
	w.Activities = append(w.Activities, x)
}

// worded is a text in the first of the languages in which it is there.
func worded(texts map[string]string, languages []string) (text, code string) {
	for _, code := range languages {
		if texts[code] != "" {
			return texts[code], code
		}
	}
	return "", ""
}

// sought counts requests, conversations and contacts of the year.
func (r Rooms) sought(ctx context.Context, f *Facts) error {
	f.Asked = r.Requests != nil && r.Relay != nil
	in := func(d lang.Date) bool { return d.Year == f.Year && d.Compare(f.Day) <= 0 }
	if r.Requests != nil {
		all, err := r.Requests.Of(ctx, f.Place)
		if err != nil {
			return err
		}
		for _, x := range all {
			if !x.Published.IsZero() && in(lang.DateOf(x.Published)) {
				f.Sought.Published++
				if x.State == seek.Matched {
					f.Sought.Matched++
				}
			}
		}
	}
	if r.Relay != nil {
		all, err := r.Relay.Of(ctx, f.Place)
		if err != nil {
			return err
		}
		for _, c := range all {
			if in(lang.DateOf(c.Made)) {
				f.Sought.Talks++
			}
		}
	}
	if r.Forums == nil {
		return nil
	}
	all, err := r.Forums.ContactsOf(ctx, f.Place)
	for _, c := range all {
		if in(c.Day) {
			f.Sought.Contacts++
			if c.Letter() {
				f.Sought.Letters++
			}
		}
	}
	return err
}
