package delegation

import (
	"context"

	"twintown/internal/platform/errs"
)

// Named is a delegation as the public may see it.
type Named struct {
	Delegation // without what was told in confidence
	People     []Profile
}

// NamedOf returns the delegations that come to a meeting, with those of their members who
// agreed to be named, as long as the organiser shows them and the meeting is not protected;
// nothing otherwise. Of a person only what she agreed to is there, her name and function.
func (s *Store) NamedOf(ctx context.Context, meeting string) (all []Named, err error) {
	defer errs.Wrap(&err, "delegation.NamedOf(%s)", meeting)
	c, err := s.Conference(ctx, meeting)
	if err != nil || !c.ShowsNames() {
		return nil, err
	}
	delegations, err := s.Of(ctx, meeting)
	if err != nil {
		return nil, err
	}
	members, err := s.MembersOf(ctx, meeting)
	if err != nil {
		return nil, err
	}
	for _, d := range delegations {
		if d.State != Accepted {
			continue
		}
		n := Named{Delegation: Delegation{ID: d.ID, Meeting: d.Meeting, Kind: d.Kind, Place: d.Place, Name: d.Name, Coming: d.Coming, State: d.State}}
		for _, m := range members {
			if m.Delegation == d.ID && m.Public && !m.Minor {
				n.People = append(n.People, Profile{Name: m.Name, Function: m.Function, Role: m.Role})
			}
		}
		if d.Kind != Person || len(n.People) > 0 { // who came alone is nobody unless she agreed
			all = append(all, n)
		}
	}
	return all, nil
}

// ShowsNames says whether the meeting's page may name who comes.
func (c Conference) ShowsNames() bool { return c.Version > 0 && c.Named && !c.Protected }
