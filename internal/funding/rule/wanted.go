package rule

import "slices"

// size is the number of choices of a dimension.
func (all *choices) size(d dim) int {
	switch d {
	case byWhere:
		return len(all.where)
	case bySort:
		return len(all.types)
	case bySize:
		return len(all.people)
	case byBelonging:
		return choose(all.member)
	}
	return choose(all.near)
}

// wanted says a slot in words of the rule; ok is false for one that could only be said by what it is not.
func (all *choices) wanted(s *slot) (w Wanted, ok bool) {
	w.Count = 1
	if !all.place(s, &w) || !all.inhabitants(s, &w) || !all.yesOnly(s, byBelonging, all.member) || !all.yesOnly(s, byNearness, all.near) {
		return w, false
	}
	sorts := 0
	for i, types := range all.types {
		if s.sets[bySort].has(i) {
			w.Types = append(w.Types, types...)
			sorts++
		}
	}
	if sorts == len(all.types) {
		w.Types = nil
	}
	slices.Sort(w.Types)
	for _, f := range all.p.filters {
		if f.member != "" && !s.sets[byBelonging].has(1) {
			w.Member, w.Before = f.member, f.before
		}
		if f.near && !s.sets[byNearness].has(1) && (!w.Near || int(f.max) < w.MaxKm) {
			w.Near, w.MaxKm = true, int(f.max)
		}
	}
	return w, true
}

// yesOnly says that a yes-or-no choice is yes or does not matter.
func (all *choices) yesOnly(s *slot, d dim, asked bool) bool { return !asked || s.sets[d].has(0) }

// place says in which countries or areas.
func (all *choices) place(s *slot, w *Wanted) bool {
	var left []Country
	for k := range all.classes {
		has, of, rest := 0, 0, false
		var areas []Area
		for i, at := range all.where {
			if at.class != k {
				continue
			}
			of++
			if !s.sets[byWhere].has(i) {
				continue
			}
			has++
			if rest = rest || at.area < 0; at.area >= 0 {
				areas = append(areas, all.p.areas[at.area])
			}
		}
		switch {
		case has == of && all.classes[k].open:
			w.Open = true
		case has == of:
			w.Countries = append(w.Countries, all.classes[k].countries...)
		case rest && len(areas) == 0:
			return false
		default:
			w.Areas = append(w.Areas, areas...)
			left = append(left, all.classes[k].countries...)
		}
	}
	slices.Sort(w.Countries)
	if w.Open {
		slices.Sort(left)
		w.Countries, w.Except = nil, left
	}
	return true
}

// inhabitants says between which numbers of inhabitants; not where there is a gap.
func (all *choices) inhabitants(s *slot, w *Wanted) bool {
	first, last := -1, -1
	for i := range all.people {
		if !s.sets[bySize].has(i) {
			continue
		}
		if first < 0 {
			first = i
		} else if last != i-1 {
			return false
		}
		last = i
	}
	w.MinPeople = int(all.people[first][0])
	if most := all.people[last][1]; most != unlimited {
		w.MaxPeople = int(most)
	}
	return true
}
