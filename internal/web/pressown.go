package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/topic"
)

// ownValues are an item's own fields as the form holds them.
func ownValues(i press.Item) url.Values {
	v := url.Values{"version": {strconv.FormatInt(i.OwnVersion, 10)}, "tags": {strings.Join(i.Tags, ", ")}, "topic": i.Topics}
	v["gallery"] = i.Targets(press.OfPress)
	if i.Facts.Download {
		v.Set("download", "1")
	}
	v[jointField] = i.Targets(press.OfProject)
	v["side"], v["partnership"] = i.Targets(press.OfPlace), i.Targets(press.OfPartnership)
	for _, l := range i.Links {
		if l.Kind == press.OfPlace && l.Role == press.With {
			v.Add("with", l.Target)
		}
	}
	for name, n := range map[string]int64{"from": int64(i.Facts.From), "to": int64(i.Facts.To), "cost": i.Facts.Cost} {
		if n != 0 {
			v.Set(name, strconv.FormatInt(n, 10))
		}
	}
	v.Set("currency", i.Facts.Currency)
	v.Set("cover", i.Cover)
	return v
}

// tickedTopics are the areas of cooperation, of which a form ticked some.
func (p *page) tickedTopics(f *form) (list []option) {
	for _, t := range topic.All() {
		list = append(list, option{Value: t.Code, Name: p.p.Message(topic.Label(t.Code)), Chosen: f.Ticked("topic", t.Code)})
	}
	return list
}

// readOwn reads the form over what the item was: links of kinds that the form does not
// show stay.
func (v *pressItemPage) readOwn(sides []int64) press.Own {
	f, own := v.Form, v.Item.Own
	if cover := f.text("cover"); cover == "" || slices.Contains(v.pictured(), cover) {
		own.Cover = cover
	}
	own.Tags, own.Topics, own.Links = strings.Split(f.text("tags"), ","), f.all("topic"), nil
	for _, id := range sides {
		l := press.Link{Kind: press.OfPlace, Target: strconv.FormatInt(id, 10)}
		if v.Practice && f.Ticked("with", l.Target) {
			l.Role = press.With
		}
		own.Links = append(own.Links, l)
	}
	for _, id := range f.all("partnership") {
		own.Links = append(own.Links, press.Link{Kind: press.OfPartnership, Target: id})
	}
	for _, id := range f.all("gallery") {
		own.Links = append(own.Links, press.Link{Kind: press.OfPress, Target: id})
	}
	own.Links = append(own.Links, f.jointLinks(v.Item.Own)...)
	own.Facts.Download = v.Gallery && f.checked("download")
	for _, l := range v.Item.Links {
		if !slices.Contains([]string{press.OfPlace, press.OfPartnership, press.OfPress, press.OfProject}, l.Kind) {
			own.Links = append(own.Links, l)
		}
	}
	if v.Practice {
		own.Facts.From, own.Facts.To = f.year("from", "error.press.year"), f.year("to", "error.press.year")
		own.Facts.Cost, own.Facts.Currency = f.whole("cost", "error.press.cost"), f.text("currency")
	}
	return own
}

// year reads a field that holds a year or nothing.
func (f *form) year(name, fault string) int { return int(f.whole(name, fault)) }

// whole reads a field that holds a whole number or nothing; spaces between digits are fine.
func (f *form) whole(name, fault string) int64 {
	text := strings.Join(strings.FieldsFunc(f.text(name), func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' }), "")
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		f.fail(name, lang.Msg(fault))
	}
	return n
}
