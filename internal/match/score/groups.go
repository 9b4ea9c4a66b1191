package score

// Group is a reason that people see: one or more signals about the same matter.
type Group string

// The groups, in the order in which reasons of equal weight are shown.
const (
	GroupDistance     Group = "distance"
	GroupSize         Group = "size"
	GroupStanding     Group = "standing"     // the town's rank in its country
	GroupKnown        Group = "known"        // how widely the two are known
	GroupCountries    Group = "countries"    // how the two countries, and regions with countries, go together
	GroupRegions      Group = "regions"      // how the two regions go together
	GroupLanguage     Group = "language"     //
	GroupBorder       Group = "border"       //
	GroupPartners     Group = "partners"     // how many partners each has
	GroupShared       Group = "shared"       // partners of partners
	GroupSurroundings Group = "surroundings" // partnerships of the places around
	GroupMix          Group = "mix"          // partners that each has in the other's country
	GroupName         Group = "name"
)

// Groups returns all groups in order.
func Groups() []Group {
	return []Group{
		GroupSurroundings, GroupShared, GroupRegions, GroupCountries, GroupDistance, GroupSize, GroupStanding,
		GroupPartners, GroupMix, GroupLanguage, GroupBorder, GroupKnown, GroupName,
	}
}

// Signals returns the signals of the default model.
func Signals() []Signal {
	return []Signal{
		distance{},
		sizeDifference{},
		population{},
		sizePair{},
		known{},
		knownPair{},
		classPair{},
		rankPair{},
		rankDifference{},
		regionRank{},
		countryAffinity{},
		regionCountry{},
		regionAffinity{},
		openCountry{},
		openRegion{},
		language{},
		border{},
		abroad{},
		degrees{},
		walk{"shared_partners", 0},
		walk{"walk2", 1},
		walk{"walk3", 2},
		walk{"walk4", 3},
		nearPartner{},
		surroundings{"surroundings", 0},
		surroundings{"surroundings_alike", 1},
		density{},
		nearShared{},
		inCountry{},
		sameName{},
		sizeCountry{},
		inRegion{},
		profile{},
		sizeProfile{},
		likeName{},
	}
}
