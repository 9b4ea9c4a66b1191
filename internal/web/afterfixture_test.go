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
	desk.Own = []ownQuestion{{1, desk.Form.Choice("own.1.sort", "survey.own.sort", "", desk.Choices), []fieldView{desk.Form.Field("own.1.en", "text", "survey.own.text", "", "off")}, "…"}}
	desk.Thanks = &thanksView{Over: true, To: 3, Told: 2, Silent: 1, URL: "/"}
	thanks := pages["after-thanks"].(*thanksPage)
	thanks.Title, thanks.Kind, thanks.When, thanks.Parts, thanks.Form = "Konferencja", "…", "…", desk.Parts, newForm(&thanks.page, nil)
	thanks.Name, thanks.Language, thanks.To, thanks.Silent, thanks.NoSurvey, thanks.Action, thanks.Back = "Kaunas", "…", []string{"Kaunas", "Hrodna"}, []string{"Dubno"}, true, "/", "/"
	thanks.Mail.Subject, thanks.Mail.Text = "…", "…"
	desk.Goes = []afterGoes{{"…", "…", 12}}
	own := pages["guest-survey"].(*guestSurveyPage)
	own.Title, own.What, own.When, own.State, own.Until = "…", worded{Text: "Konferencja"}, "…", "open", "…"
	own.Form = newForm(&own.page, nil)
	own.Questions = []surveyQuestion{{"whole", worded{Text: "…", Lang: "pl"}, []option{{Value: "good", Name: "…"}}}}
}
