package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// placeEditPage is where those who look after a place keep its names, numbers and units.
type placeEditPage struct {
	page
	Place       placeView
	Facts       *form
	Kinds       []option
	NameForm    *form
	IDForm      *form
	Names       []placeNameRow
	Identifiers []placeIDRow
	Changes     []unitChangeRow
	Action      string
	CanMerge    bool
	Contacts    []link // noted at conferences, with where a request begins from each
	Warning     string // the hand-checked table has another name; it can be added all the same
}

type placeNameRow struct {
	nameView
	LangCode, KindCode string
	Period, Source     string
}

type placeIDRow struct {
	ID, Scheme, Value, Period, Source string
}

type unitChangeRow struct {
	becameView
	Undo string
}

func (s *Site) newPlaceEdit(w http.ResponseWriter, r *http.Request, code string) (*placeEditPage, place.Place, error) {
	now := s.rooms.World()
	found, err := placeOf(r, now, "place")
	if err != nil {
		return nil, found, err
	}
	number := strconv.FormatInt(found.ID, 10)
	v := &placeEditPage{page: s.newDesk(w, r, code, "/desk/places/"+number, "/desk/places")}
	v.Place, v.Action = v.placeView(now, found.ID), "/"+code+"/desk/places/"+number
	v.Title = v.Place.Name
	v.Facts, v.NameForm, v.IDForm = newForm(&v.page, nil), newForm(&v.page, nil), newForm(&v.page, nil)
	v.CanMerge = s.may(r, people.MergePlaces, s.placesObject("place", number, found.ID))
	if v.Contacts, err = s.contactsOf(r, &v.page, found.ID, ""); err != nil {
		return nil, found, err
	}
	return v, found, s.fillPlaceEdit(r, v, found)
}

func (s *Site) fillPlaceEdit(r *http.Request, v *placeEditPage, found place.Place) error {
	stored, err := s.rooms.Places.Place(r.Context(), s.rooms.Places.DB(), found.ID)
	if err != nil {
		return err
	}
	v.Facts.values.Set("population", strconv.FormatInt(stored.Population, 10))
	v.Facts.values.Set("kind", string(stored.Kind))
	v.Facts.values.Set("unit", stored.Unit)
	names, err := s.rooms.Places.NamesOf(r.Context(), found.ID)
	if err != nil {
		return err
	}
	ids, err := s.rooms.Places.Identifiers(r.Context(), s.rooms.Places.DB(), found.ID)
	if err != nil {
		return err
	}
	title, err := s.sourceTitles(r, v, names, ids)
	if err != nil {
		return err
	}
	for _, n := range names {
		v.Names = append(v.Names, placeNameRow{
			nameView: nameView{Lang: n.Lang, Value: n.Value, Language: v.p.LanguageName(n.Lang), Kind: v.t("name.kind." + string(n.Kind))},
			LangCode: n.Lang, KindCode: string(n.Kind), Period: periodText(n.From, n.To), Source: title(n.Source),
		})
	}
	for _, i := range ids {
		v.Identifiers = append(v.Identifiers, placeIDRow{i.ID, v.t("place.scheme." + string(i.Scheme)), i.Value, periodText(i.From, i.To), title(i.Source)})
	}
	return s.fillUnitChanges(r, v, found.ID)
}

// sourceTitles says the sources of names and identifiers by their titles. What has none is
// what somebody wrote there, and stands as it is.
func (s *Site) sourceTitles(r *http.Request, v *placeEditPage, names []place.Name, ids []place.Identifier) (func(string) string, error) {
	var codes []string
	for _, n := range names {
		codes = append(codes, n.Source)
	}
	for _, i := range ids {
		codes = append(codes, i.Source)
	}
	known, err := s.sourceViews(r, &v.page, codes)
	return func(code string) string { return cmp.Or(known[code].Title, code) }, err
}

func (s *Site) fillUnitChanges(r *http.Request, v *placeEditPage, number int64) error {
	all, err := s.rooms.Places.ChangesOf(r.Context(), s.rooms.Places.DB(), number)
	if err != nil {
		return err
	}
	told, err := s.became(r, &v.page, number)
	if err != nil {
		return err
	}
	for i, c := range all {
		row := unitChangeRow{becameView: told[i]}
		if v.CanMerge {
			row.Undo = v.Action + "/changes/" + c.ID + "/undo"
		}
		v.Changes = append(v.Changes, row)
	}
	return nil
}

// periodText is a period as lists show it.
func periodText(from, to string) string {
	if from == "" && to == "" {
		return ""
	}
	return from + "–" + to
}

// SchemeField, NameKindField and KindField are the choices of the forms.
func (v *placeEditPage) SchemeField() fieldView {
	var list []option
	for _, s := range place.Schemes() {
		list = append(list, option{Value: string(s), Name: v.t("place.scheme." + string(s))})
	}
	return v.IDForm.Choice("scheme", "place.scheme", "", list)
}

// NameKindField is the choice of a name's kind.
func (v *placeEditPage) NameKindField() fieldView {
	var list []option
	for _, k := range place.NameKinds() {
		list = append(list, option{Value: string(k), Name: v.t("name.kind." + string(k))})
	}
	return v.NameForm.Choice("name_kind", "place.name.kind", "", list)
}

// KindField is the choice of a place's kind.
func (v *placeEditPage) KindField() fieldView {
	return v.Facts.Choice("kind", "desk.places.kind", "", v.placeKindOptions()[1:])
}

// editPlace shows the page.
func (s *Site) editPlace(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newPlaceEdit(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "place-edit", v)
}

// changePlace makes one change of a place and shows the page again where it is refused.
func (s *Site) changePlace(w http.ResponseWriter, r *http.Request, code string, into func(*placeEditPage, *form), done string, fn func(f *form, v *placeEditPage, found place.Place, tx *db.Tx, note func(people.Entry)) error) error {
	v, found, err := s.newPlaceEdit(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	err = s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return fn(f, v, found, tx, note)
	})
	if err != nil {
		into(v, f)
		return s.again(w, f, "place-edit", v, err)
	}
	return s.done(w, r, code, v.Action, lang.Msg(done), "")
}

// takeFacts changes the place's own row.
func (s *Site) takeFacts(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changePlace(w, r, code, func(v *placeEditPage, f *form) { v.Facts = f }, "place.saved",
		func(f *form, _ *placeEditPage, found place.Place, tx *db.Tx, note func(people.Entry)) error {
			n, err := strconv.ParseInt(f.text("population"), 10, 64)
			if err != nil {
				n = -1
			}
			return s.rooms.Places.SetFacts(r.Context(), tx, note, found.ID, place.Facts{Population: n, Kind: place.Kind(f.raw("kind")), Unit: f.text("unit")})
		})
}

// takeIdentifier adds or removes an identifier.
func (s *Site) takeIdentifier(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changePlace(w, r, code, func(v *placeEditPage, f *form) { v.IDForm = f }, "place.saved",
		func(f *form, _ *placeEditPage, found place.Place, tx *db.Tx, note func(people.Entry)) error {
			if id := f.raw("drop"); id != "" {
				return s.rooms.Places.DropIdentifier(r.Context(), tx, note, found.ID, id)
			}
			return s.rooms.Places.AddIdentifier(r.Context(), tx, note, place.Identifier{
				Place: found.ID, Scheme: place.Scheme(f.raw("scheme")), Value: f.text("value"), From: f.text("from"), To: f.text("to"), Source: f.text("source"),
			})
		})
}

// takeName adds or removes a name. One that differs from the hand-checked table is added
// when the person says so a second time.
func (s *Site) takeName(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changePlace(w, r, code, func(v *placeEditPage, f *form) { v.NameForm = f }, "place.saved",
		func(f *form, v *placeEditPage, found place.Place, tx *db.Tx, note func(people.Entry)) error {
			n := place.Name{Place: found.ID, Lang: f.text("lang"), Value: f.text("name"), Kind: place.NameKind(f.raw("name_kind")), From: f.text("from"), To: f.text("to"), Source: f.text("source")}
			if f.checked("drop") {
				return s.rooms.Places.DropName(r.Context(), tx, note, n)
			}
			shown := slices.Contains([]place.NameKind{place.Endonym, place.Exonym, place.Official}, n.Kind) && n.To == ""
			if policy, ok := s.rooms.World().Places.PolicyName(found.ID, n.Lang); ok && shown && policy != n.Value && !f.checked("sure") {
				v.Warning = v.t("place.policy", "name", policy, "language", n.Lang)
				return errPolicy(policy)
			}
			return s.rooms.Places.AddName(r.Context(), tx, note, n)
		})
}
