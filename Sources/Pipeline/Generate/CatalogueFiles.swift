/// The catalogues that pipelines keep beside their rules.
enum CatalogueFiles {
    /// `units.csv`: `code,name,parent,level`.
    static func units(of province: Province) -> [UInt8] {
        var text = "code,name,parent,level\n"
        text += "\(Province.code),\(Province.name),,province\n"
        for unit in province.units {
            text += "\(unit.code),\(field(unit.name)),\(Province.code),\(unit.level)\n"
        }
        return Array(text.utf8)
    }

    /// `procedures.csv`: `code,name,group,field,term,term_unit`.
    static func procedures(of province: Province) -> [UInt8] {
        var text = "code,name,group,field,term,term_unit\n"
        for procedure in province.procedures {
            let term = procedure.term.written
            text += "\(procedure.code),\(field(procedure.name)),\(field(procedure.group)),"
            text += "\(field(procedure.field)),\(term.number),\(term.unit)\n"
        }
        return Array(text.utf8)
    }

    private static func field(_ text: String) -> String {
        text.contains(",") ? "\"\(text)\"" : text
    }
}
