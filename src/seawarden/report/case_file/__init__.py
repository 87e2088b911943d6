"""The case file for people and for other programs, all made from its fields.

    document   the one source of the text: headings, paragraphs, tables
    html, pdf, docx                     the document, rendered
    geojson, kml, geopackage, ftm, stix the same for other programs
    ro_crate   what made it, of what

Each takes the fields by name (`pipeline.case_file.fields`) and says nothing of a field that is not
there: an edition for a partner is made from the fields that it may show, by the same functions.
"""
