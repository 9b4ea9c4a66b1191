package web

// fillSampleAfter puts something into each field of the pages of what is left.
func fillSampleAfter(pages map[string]rendered) {
	desk := pages["after"].(*afterPage)
	desk.Title, desk.Kind, desk.When, desk.Parts, desk.Open, desk.Numbers, desk.Answered = "Konferencja", "…", "…", []conferencePart{{"…", "/", true}}, true, true, true
	desk.Form = newForm(&desk.page, nil)
	desk.Steps = []afterStep{{"…", "/", true}, {"…", "/", false}}
	desk.Counts, desk.Sum = []afterCount{{"Kaunas", 1, 4, 3}}, afterCount{"…", 1, 4, 3}
	desk.Choices, desk.Until = []option{{Value: "whole", Name: "…", Chosen: true}, {Value: "again", Name: "…"}}, "…"
	desk.Results = []surveyResult{{"…", "…", "", []surveyBar{{"…", 3, 5}}}, {"…", "…", "…", nil}}
	desk.Goes = []afterGoes{{"…", "…", 12}}
	own := pages["guest-survey"].(*guestSurveyPage)
	own.Title, own.What, own.When, own.State, own.Until = "…", worded{Text: "Konferencja"}, "…", "open", "…"
	own.Form = newForm(&own.page, nil)
	own.Questions = []surveyQuestion{{"whole", "…", []option{{Value: "good", Name: "…"}}}}
}
