package main

import "twintown/starter/gen/topo"

// This file is the policy of docs/places.md as the generator carries it out.
// The names on the left are those of world-atlas; the keys on the right are
// ours. Change both together.

// moves give whole rings of one area to another: first what the source draws
// in the wrong state, then the territories with a code of their own that it
// draws as parts of a faraway state.
var moves = []struct {
	from string
	at   topo.LonLat
	to   string
}{
	// Ukraine: UN General Assembly resolution 68/262.
	{"Russia", topo.LonLat{Lon: 34.3, Lat: 45.2}, "Ukraine"},

	{"France", topo.LonLat{Lon: -53.2, Lat: 4}, "GF"},
	{"France", topo.LonLat{Lon: -61.0, Lat: 14.65}, "MQ"},
	{"France", topo.LonLat{Lon: -61.7, Lat: 16.15}, "GP"},
	{"France", topo.LonLat{Lon: -61.4, Lat: 16.3}, "GP"},
	{"France", topo.LonLat{Lon: -61.27, Lat: 15.93}, "GP"},
	{"France", topo.LonLat{Lon: 55.5, Lat: -21.1}, "RE"},
	{"France", topo.LonLat{Lon: 45.15, Lat: -12.82}, "YT"},
	{"Netherlands", topo.LonLat{Lon: -68.28, Lat: 12.2}, "BQ"},
	{"Indian Ocean Ter.", topo.LonLat{Lon: 105.65, Lat: -10.48}, "CX"},
}

// scattered are the territories of several islands that a box describes
// better than one place in each.
var scattered = []struct {
	from         string
	west, east   float64
	south, north float64
	to           string
}{
	{"Netherlands", -64, -62, 17, 18, "BQ"},       // Saba, Sint Eustatius
	{"Norway", 10, 35, 74, 82, "SJ"},              // Svalbard
	{"Norway", -10, -7, 70, 72, "SJ"},             // Jan Mayen
	{"New Zealand", -173, -171, -10, -8, "TK"},    // Tokelau
	{"Indian Ocean Ter.", 96, 98, -13, -12, "CC"}, // Cocos Islands
}

// cuts divide an area that the source draws as one.
var cuts = []struct {
	from string
	path []topo.LonLat
	at   topo.LonLat // in the part that is cut off
	to   string
}{
	{
		// Western Sahara begins at 27°40′ N, where the border of 1912
		// lies; the source draws the line of separation instead.
		from: "Morocco",
		path: []topo.LonLat{{Lon: -13.175, Lat: 27.66}, {Lon: -8.685, Lat: 27.657}},
		at:   topo.LonLat{Lon: -13.2, Lat: 26.9},
		to:   "W. Sahara",
	},
	{
		// The Golan Heights, roughly along the Jordan, the Sea of Galilee
		// and the Yarmouk, to the places where Lebanon's and Jordan's
		// borders come near.
		from: "Israel",
		path: []topo.LonLat{
			{Lon: 35.63, Lat: 33.26},
			{Lon: 35.66, Lat: 33.22},
			{Lon: 35.62, Lat: 33.10},
			{Lon: 35.63, Lat: 33.00},
			{Lon: 35.63, Lat: 32.90},
			{Lon: 35.65, Lat: 32.82},
			{Lon: 35.66, Lat: 32.72},
			{Lon: 35.67, Lat: 32.68},
		},
		at: topo.LonLat{Lon: 35.78, Lat: 33.0},
		to: "SY-golan",
	},
}

// An entity is an area that isn't simply a state with its number.
type entity struct {
	code      string   // the country that its places count to; "" none
	hatched   bool     // its status is contested
	contested []string // keys of areas towards which its line is dashed
}

// entities says what becomes of the areas without a number, of those made
// above, and of those whose status is contested; the key is the name in
// world-atlas or the one given above.
var entities = map[string]struct {
	key string
	entity
}{
	"Kosovo":          {"XK", entity{"XK", true, []string{"RS"}}},
	"W. Sahara":       {"EH", entity{"EH", true, []string{"MA"}}},
	"Taiwan":          {"TW", entity{"TW", true, nil}},
	"N. Cyprus":       {"CY-north", entity{"CY", true, []string{"CY"}}},
	"Somaliland":      {"SO-somaliland", entity{"SO", true, []string{"SO"}}},
	"SY-golan":        {"SY-golan", entity{"SY", true, []string{"SY"}}},
	"Siachen Glacier": {"siachen", entity{"", true, []string{"IN", "PK", "CN"}}},

	"Ashmore and Cartier Is.": {"AU-ashmore", entity{"AU", false, nil}},
	"GF":                      {"GF", entity{"GF", false, nil}},
	"MQ":                      {"MQ", entity{"MQ", false, nil}},
	"GP":                      {"GP", entity{"GP", false, nil}},
	"RE":                      {"RE", entity{"RE", false, nil}},
	"YT":                      {"YT", entity{"YT", false, nil}},
	"BQ":                      {"BQ", entity{"BQ", false, nil}},
	"CX":                      {"CX", entity{"CX", false, nil}},
	"CC":                      {"CC", entity{"CC", false, nil}},
	"SJ":                      {"SJ", entity{"SJ", false, nil}},
	"TK":                      {"TK", entity{"TK", false, nil}},
}

// Lines between two states that are dashed although neither side is hatched.
var (
	// The Line of Control in Jammu and Kashmir begins where the border of
	// India and Pakistan that both accept ends, by the Chenab.
	lineOfControl = struct {
		a, b string
		from topo.LonLat
	}{"India", "Pakistan", topo.LonLat{Lon: 74.66, Lat: 32.75}}
	// The border of China and India is in dispute along most of its length.
	undefined = [][2]string{{"India", "China"}}
)

// shortBorders are land borders too short for the source's scale: Ceuta and
// Melilla, Gibraltar, Saint Martin.
var shortBorders = [][2]string{{"ES", "MA"}, {"ES", "GI"}, {"MF", "SX"}}

// counted are the towns that GeoNames lists with the state that holds them,
// against the rule that a town counts to the state in whose area it lies.
var counted = []struct {
	area string // its key
	from string // the country in GeoNames
	to   string
}{
	{"SY-golan", "IL", "SY"},
	{"EH", "MA", "EH"},
}
