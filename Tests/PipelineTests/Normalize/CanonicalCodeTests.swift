import Pipeline
import Testing

@Suite struct `Canonical codes` {
    @Test(arguments: [
        // QCVN 102:2016 writes the level-1 token last, QĐ 20/2020 first.
        ("000.00.14.H56", "H56.14"),
        ("H56.14", "H56.14"),
        ("H56.14.00.00", "H56.14"),
        ("00.11.14.H56", "H56.14.11"),
        ("H56", "H56"),
        ("000.00.00.H56", "H56"),
        // A level in the middle that is zero is kept: the one below it is not the one above it.
        ("H56.00.11", "H56.00.11"),
        // Neither order: left alone.
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("14.56", "14.56"),
        ("h56.14", "h56.14"),
        ("", ""),
        (".", "."),
        ("H5.14", "H5.14"),
    ])
    func `of agencies begin with the level-1 token`(code: String, canonical: String) {
        #expect(CodeReading.Form.agency.canonical(code) == canonical)
    }

    @Test(arguments: [
        ("1.002835.000.00.00.H56", "1.002835"),
        ("1.002835", "1.002835"),
        ("2.000815.H56", "2.000815"),
        ("1.2835.000.00.00.H56", "1.2835.000.00.00.H56"),
        ("10.002835.H56", "10.002835.H56"),
        ("1.00283a.H56", "1.00283a.H56"),
        ("", ""),
    ])
    func `of procedures lose the owner's suffix`(code: String, canonical: String) {
        #expect(CodeReading.Form.procedure.canonical(code) == canonical)
    }

    @Test(arguments: CodeReading.Form.allCases)
    func `stay what they are`(form: CodeReading.Form) {
        for code in ["H56.14", "1.002835", "abc", "000.00.14.H56", "1.002835.000.00.00.H56"] {
            let once = form.canonical(code)
            #expect(form.canonical(once) == once)
        }
    }

    @Test func `without a form are as written`() {
        #expect(CodeReading.Form.none.canonical("000.00.14.H56") == "000.00.14.H56")
    }
}
