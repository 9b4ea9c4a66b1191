package web

import (
	"net/http"
	"strconv"

	"twintown/internal/care"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// datesPage lists what is due over a person's places, and where else she can see it.
type datesPage struct {
	page
	Groups   []dutyGroup
	Places   []placeDates
	Rhythm   *form
	Rhythms  []option
	HasPlace bool
}

// dutyGroup are the duties of one urgency.
type dutyGroup struct {
	Title  string
	Duties []dutyView
}

// dutyView is a duty with the next step.
type dutyView struct {
	Day, Text, Kind string
	Pair            link
	Step            link
}

// placeDates are a place's calendar and limits.
type placeDates struct {
	Name         string
	Number       int64
	Feed         bool
	Fresh        string // the secret address, shown once after it was made
	Public       string
	Form         *form
	FeedAction   string
	EndAction    string
	LimitsAction string
}

func (s *Site) newDates(w http.ResponseWriter, r *http.Request, code string) *datesPage {
	v := &datesPage{page: s.newDesk(w, r, code, "/desk/dates", "/desk/dates")}
	v.Title = v.t("care.title")
	v.HasPlace = len(myPlaces(r)) > 0
	return v
}

// dates shows what is due.
func (s *Site) dates(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newDates(w, r, code)
	if err := s.fillDates(r, v, 0, nil, ""); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "dates", v)
}

// fillDates fills the page; faulty is the form of a place that came back, fresh the
// secret address that was just made for that place.
func (s *Site) fillDates(r *http.Request, v *datesPage, place int64, faulty *form, fresh string) error {
	groups := map[care.Urgency][]dutyView{}
	for _, number := range myPlaces(r) {
		due, err := s.rooms.Care.Due(r.Context(), number)
		if err != nil {
			return err
		}
		for _, d := range due {
			u := d.Urgency(s.today())
			groups[u] = append(groups[u], s.dutyView(&v.page, d))
		}
		dates, err := s.placeDates(r, &v.page, number)
		if err != nil {
			return err
		}
		if number == place {
			dates.Fresh = fresh
			if faulty != nil {
				dates.Form = faulty
			}
		}
		v.Places = append(v.Places, dates)
	}
	if err := s.patronDuties(r, &v.page, func(u care.Urgency, d dutyView) { groups[u] = append(groups[u], d) }); err != nil {
		return err
	}
	for _, number := range myPlaces(r) {
		if err := s.planDuties(r, &v.page, number, func(u care.Urgency, d dutyView) { groups[u] = append(groups[u], d) }); err != nil {
			return err
		}
	}
	if err := s.procedureDuties(r, &v.page, func(u care.Urgency, d dutyView) { groups[u] = append(groups[u], d) }); err != nil {
		return err
	}
	for _, u := range care.Urgencies() {
		if len(groups[u]) > 0 {
			v.Groups = append(v.Groups, dutyGroup{v.t("care.urgency." + strconv.Itoa(int(u))), groups[u]})
		}
	}
	every, err := s.rooms.Care.Rhythm(r.Context(), actorOf(r).Account)
	for _, rhythm := range care.Rhythms() {
		v.Rhythms = append(v.Rhythms, option{Value: rhythm, Name: v.t("care.every." + rhythm), Chosen: rhythm == every})
	}
	return err
}

// dutyView dresses a duty.
func (s *Site) dutyView(p *page, d care.Duty) dutyView {
	now := s.rooms.World()
	names := now.Places.DisplayName(d.Place, p.Lang)
	for _, n := range d.Others {
		names += " – " + now.Places.DisplayName(n, p.Lang)
	}
	own := "/" + p.Lang + "/partnerships/" + d.Partnership
	v := dutyView{
		Day: p.p.Date(d.Day), Kind: string(d.Kind), Pair: link{names, own},
		Text: p.t("care.duty."+string(d.Kind), "years", d.Years),
		Step: link{p.t("care.step." + string(d.Kind)), own},
	}
	if d.Kind == care.Review && s.rooms.Plans != nil {
		v.Step.URL = reviewStep(p, d, s.today())
	}
	if d.Kind == care.Silence || d.Kind == care.ContactGone {
		v.Step.URL = "/" + p.Lang + "/desk/partnerships/" + d.Partnership + "/alive"
	}
	return v
}

func (s *Site) placeDates(r *http.Request, p *page, number int64) (v placeDates, err error) {
	now := s.rooms.World()
	v = placeDates{Name: now.Places.DisplayName(number, p.Lang), Number: number, Public: s.options.BaseURL + placeURL(now, number, p.Lang) + "/calendar.ics"}
	at := "/" + p.Lang + "/desk/places/" + strconv.FormatInt(number, 10)
	v.FeedAction, v.EndAction, v.LimitsAction = at+"/calendar", at+"/calendar/end", at+"/limits"
	limits, err := s.rooms.Care.LimitsOf(r.Context(), number)
	if err != nil {
		return v, err
	}
	v.Form = newForm(p, map[string][]string{
		"months": {strconv.Itoa(limits.Months)}, "silent": {strconv.Itoa(limits.Silent)}, "review": {strconv.Itoa(limits.Review)},
	})
	v.Feed, err = s.rooms.Care.HasFeed(r.Context(), actorOf(r).Account, number)
	return v, err
}

// setLimits sets from when on a place wants to be told.
func (s *Site) setLimits(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newDates(w, r, code)
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	number, err := placeNumber(r.PathValue("place"))
	if err != nil {
		return err
	}
	var limits care.Limits
	limits.Months, _ = strconv.Atoi(f.text("months"))
	limits.Silent, _ = strconv.Atoi(f.text("silent"))
	if limits.Review, err = strconv.Atoi(f.text("review")); err != nil {
		limits.Review = -1
	}
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Care.SetLimits(r.Context(), tx, note, number, limits)
	})
	if err != nil {
		status, shown := s.refused(f, err)
		if !shown {
			return err
		}
		if err := s.fillDates(r, v, number, f, ""); err != nil {
			return err
		}
		return s.write(w, status, "dates", v)
	}
	return s.done(w, r, code, "/"+code+"/desk/dates", lang.Msg("care.limits.saved"), "")
}

// setRhythm notes how often the person wants her digest.
func (s *Site) setRhythm(w http.ResponseWriter, r *http.Request, code string) error {
	err := s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Care.SetRhythm(r.Context(), tx, note, actorOf(r).Account, r.FormValue("every"))
	})
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/dates", lang.Msg("care.every.saved"), "")
}

// stopPage ends digests by the link of a mail.
type stopPage struct {
	page
	Key  string
	Done bool
}

// stopDigest asks whether the digests shall end: mail programs follow links by themselves.
func (s *Site) stopDigest(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newStop(r, code)
	if err := s.rooms.Care.Stoppable(v.Key); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "stop", v)
}

// takeStop ends them: the form's button, or a mail program's own (RFC 8058).
func (s *Site) takeStop(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newStop(r, code)
	if err := s.rooms.Care.Stop(r.Context(), v.Key); err != nil {
		return err
	}
	v.Done = true
	return s.write(w, http.StatusOK, "stop", v)
}

func (s *Site) newStop(r *http.Request, code string) *stopPage {
	v := &stopPage{page: s.newPage(r, code, "/digest/stop"), Key: r.FormValue("key")}
	v.Title, v.NoIndex, v.keep = v.t("care.stop.title"), true, false
	return v
}
