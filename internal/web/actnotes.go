package web

import (
	"twintown/internal/partnership"
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
