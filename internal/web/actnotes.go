package web

import (
	"net/http"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// inferred says why an act's date was concluded instead of read, and by whom; "" for
// a date that a source gives, or one whose reason has no text.
func (p *page) inferred(d partnership.Date) string {
	why, by := "inferred.why."+d.InferredWhy, "inferred.by."+d.InferredBy
	if !p.p.Has(why) || !p.p.Has(by) {
		return ""
	}
	return p.t("partnership.act.inferred", "why", lang.Msg(why), "by", lang.Msg(by))
}

// signed says who signed an act: sides and offices, no person's name. "" where that
// is not known.
func (p *page) signed(w *world.World, found partnership.Partnership, a partnership.Act) string {
	var names []string
	for _, s := range a.Signatories {
		name := p.partyName(w, found, s.Side)
		if office := "office." + s.Office; p.p.Has(office) {
			name = p.t("partnership.act.signer", "name", name, "office", lang.Msg(office))
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return ""
	}
	return p.t("partnership.act.signed", "names", names)
}

// signedAt says where an act was signed; "" where that is not known.
func (p *page) signedAt(w *world.World, a partnership.Act) string {
	if _, known := w.Places.Get(a.At); !known {
		return ""
	}
	return p.t("partnership.act.at", "place", w.Places.DisplayName(a.At, p.Lang))
}

// tongues says in which languages an act was signed; "" where that is not known.
func (p *page) tongues(a partnership.Act) string {
	if len(a.Languages) == 0 {
		return ""
	}
	return p.t("partnership.act.languages", "names", p.languageNames(a.Languages))
}

// authentic says which of the signed versions are authentic; "" where none is named.
func (p *page) authentic(a partnership.Act) string {
	if len(a.Authentic) == 0 {
		return ""
	}
	return p.t("partnership.act.authentic", "names", p.languageNames(a.Authentic))
}

func (p *page) languageNames(codes []string) (names []string) {
	for _, code := range codes {
		names = append(names, p.p.LanguageName(code))
	}
	return names
}

// fillReplaced says which partnership this one replaces, where it replaces one.
func (s *Site) fillReplaced(r *http.Request, v *partnershipPage, w *world.World, found partnership.Partnership) error {
	if found.Supersedes == "" {
		return nil
	}
	old, err := s.rooms.Partnerships.ByID(r.Context(), found.Supersedes)
	if errs.KindOf(err) == errs.NotFound {
		return nil // an import may name one that is not here
	}
	if err == nil {
		v.Facts = append(v.Facts, fact{v.t("desk.field.supersedes"), v.pairNames(w.Places, old.Sides()) + ", " + v.t("partnership.kind."+string(old.Kind))})
	}
	return err
}
