package partnership

import (
	"cmp"
	"slices"
	"strings"
)

// toldAct is an act with its place in the order in which the recorder tells them.
type toldAct struct {
	Act
	ordinal int64
}

// inTold puts acts in the order of telling. What an import told keeps its own order; what
// a person recorded follows the act after which it belongs, among its like by [tells], so
// that the order in which she types has no influence.
func inTold(acts []toldAct) []Act {
	slices.SortStableFunc(acts, func(a, b toldAct) int {
		byPerson := func(a toldAct) int {
			if a.Edited.IsZero() {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.ordinal, b.ordinal), cmp.Compare(byPerson(a), byPerson(b)), tells(a.Act, b.Act))
	})
	out := make([]Act, len(acts))
	for i, a := range acts {
		out[i] = a.Act
	}
	return out
}

// tells orders acts as somebody would tell them who knows no more than their dates: what
// begins something by the first day on which it can have happened, all else by the last.
// So an agreement "of 2018" stands before its suspension in May 2018, and an end of which
// nobody knows the day stands last.
func tells(a, b Act) int {
	return cmp.Or(
		cmp.Compare(a.toldOn(), b.toldOn()),
		cmp.Compare(slices.Index(ActTypes(), a.Type), slices.Index(ActTypes(), b.Type)),
		slices.Compare(a.By, b.By),
		strings.Compare(a.body(), b.body()),
		strings.Compare(a.ID, b.ID),
	)
}

func (a Act) toldOn() day {
	from, to := a.Date.possible()
	if a.Type.begins() {
		return from
	}
	return to
}

// begins says whether an act of the type can be the first of a link.
func (t ActType) begins() bool {
	switch t {
	case ActContact, ActVisit, ActLetter, ActResolution, ActAgreement, ActCharter:
		return true
	}
	return false
}

// presupposes says whether an act of the type makes no sense where nothing was agreed or
// intended before.
func (t ActType) presupposes() bool {
	switch t {
	case ActAnnex, ActRenewal, ActDormancy, ActSuspension, ActResumption, ActNotice, ActDenunciation, ActTermination, ActExpiry:
		return true
	}
	return false
}

// place is where a new act belongs among those that are told already.
func place(told []Act, a Act) int {
	for i, other := range told {
		if other.Held(zero) && tells(a, other) < 0 {
			return i
		}
	}
	return len(told)
}
