package web

import (
	"time"

	"twintown/internal/meeting"
)

// meetingData describes the meeting to machines.
func (s *Site) meetingData(v *meetingPage, m meeting.Shown) ld {
	node := ld{
		"@context": "https://schema.org", "@type": "Event", "@id": v.Canonical, "url": v.Canonical, "name": m.Title, "inLanguage": v.Lang,
		"eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode", "eventStatus": "https://schema.org/EventScheduled",
	}
	if m.Off {
		node["eventStatus"] = "https://schema.org/EventCancelled"
	}
	if v.Card != "" {
		node["image"] = v.Card
	}
	if v.Description != "" {
		node["description"] = v.Description
	}
	if begin, end, ok := m.Hours(); ok {
		node["startDate"] = begin.Format(time.RFC3339)
		if end.After(begin) {
			node["endDate"] = end.Format(time.RFC3339)
		}
	} else if !m.From.IsZero() {
		node["startDate"] = m.From.Calendar().String()
		if !m.To.IsZero() {
			node["endDate"] = m.To.Calendar().String()
		}
	}
	if location := s.locationData(v, m.Facts); location != nil {
		node["location"] = location
	}
	var organisers []ld
	for _, name := range m.Organisers {
		organisers = append(organisers, ld{"@type": "Organization", "name": name})
	}
	if len(organisers) > 0 {
		node["organizer"] = organisers
	}
	if grant := v.Credit.fundingData(); grant != nil {
		node["funding"] = grant
	}
	return node
}

// locationData is where it is, or nil.
func (s *Site) locationData(v *meetingPage, f meeting.Facts) ld {
	if v.Place == nil && v.Venue.Text == "" {
		return nil
	}
	address := ld{"@type": "PostalAddress"}
	if f.Address != "" {
		address["streetAddress"] = f.Address
	}
	node := ld{"@type": "Place", "name": v.Venue.Text, "address": address}
	if v.Place != nil {
		found, _ := s.rooms.World().Places.Get(f.Place)
		address["addressLocality"], address["addressCountry"] = v.Place.Name, found.Country
		if v.Venue.Text == "" {
			node["name"] = v.Place.Name
		}
	}
	if f.At != nil {
		node["geo"] = ld{"@type": "GeoCoordinates", "latitude": f.At.Lat, "longitude": f.At.Lon}
	}
	return node
}
