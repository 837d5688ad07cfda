<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AgreementPage</name>
    <message numerus="yes">
        <source>Tags: %n document(s) that two or more tagged</source>
        <translation>
            <numerusform>Tags: %n document that two or more tagged</numerusform>
            <numerusform>Tags: %n documents that two or more tagged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>judgements: %n right(s) at passages two or more judged</source>
        <translation>
            <numerusform>judgements: %n right at passages two or more judged</numerusform>
            <numerusform>judgements: %n rights at passages two or more judged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CarryDialog</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodebookExportDialog</name>
    <message numerus="yes">
        <source>%n tag(s) written.</source>
        <translation>
            <numerusform>%n tag written.</numerusform>
            <numerusform>%n tags written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodebookImportDialog</name>
    <message numerus="yes">
        <source>{format} by {program}: %n tag(s), {counts}.</source>
        <translation>
            <numerusform>{format} by {program}: %n tag, {counts}.</numerusform>
            <numerusform>{format} by {program}: %n tags, {counts}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodebookView</name>
    <message numerus="yes">
        <source>%n tag(s) in {codebooks}</source>
        <translation>
            <numerusform>%n tag in {codebooks}</numerusform>
            <numerusform>%n tags in {codebooks}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n codebook(s)</source>
        <translation>
            <numerusform>%n codebook</numerusform>
            <numerusform>%n codebooks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message numerus="yes">
        <source>%n file(s) could not be read</source>
        <translation>
            <numerusform>%n file could not be read</numerusform>
            <numerusform>%n files could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) to place by hand: the text is another one now</source>
        <translation>
            <numerusform>%n passage to place by hand: the text is another one now</numerusform>
            <numerusform>%n passages to place by hand: the text is another one now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareBar</name>
    <message numerus="yes">
        <source>%n reading(s)</source>
        <translation>
            <numerusform>%n reading</numerusform>
            <numerusform>%n readings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DifferencesDialog</name>
    <message numerus="yes">
        <source>%n repeated running head(s) and page numbers are passed over.</source>
        <translation>
            <numerusform>%n repeated running head and page numbers are passed over.</numerusform>
            <numerusform>%n repeated running heads and page numbers are passed over.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more change(s) are too many to be shown here.</source>
        <translation>
            <numerusform>%n more change are too many to be shown here.</numerusform>
            <numerusform>%n more changes are too many to be shown here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentFacts</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n section(s)</source>
        <translation>
            <numerusform>%n section</numerusform>
            <numerusform>%n sections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExcerptsView</name>
    <message numerus="yes">
        <source>%n excerpt(s)</source>
        <translation>
            <numerusform>%n excerpt</numerusform>
            <numerusform>%n excerpts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%n excerpt(s)</source>
        <translation>
            <numerusform>%n excerpt</numerusform>
            <numerusform>%n excerpts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n excerpt(s) exported</source>
        <translation>
            <numerusform>%n excerpt exported</numerusform>
            <numerusform>%n excerpts exported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>%n file(s) to import</source>
        <translation>
            <numerusform>%n file to import</numerusform>
            <numerusform>%n files to import</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) known already, or unchanged.</source>
        <translation>
            <numerusform>%n file known already, or unchanged.</numerusform>
            <numerusform>%n files known already, or unchanged.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) left out (system files).</source>
        <translation>
            <numerusform>%n file left out (system files).</numerusform>
            <numerusform>%n files left out (system files).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) cannot be opened.</source>
        <translation>
            <numerusform>%n file cannot be opened.</numerusform>
            <numerusform>%n files cannot be opened.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The text of %n page(s) is doubtful.</source>
        <translation>
            <numerusform>The text of %n page is doubtful.</numerusform>
            <numerusform>The text of %n pages is doubtful.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) imported</source>
        <translation>
            <numerusform>%n document imported</numerusform>
            <numerusform>%n documents imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n known already</source>
        <translation>
            <numerusform>%n known already</numerusform>
            <numerusform>%n known already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unchanged</source>
        <translation>
            <numerusform>%n unchanged</numerusform>
            <numerusform>%n unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not supported</source>
        <translation>
            <numerusform>%n not supported</numerusform>
            <numerusform>%n not supported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message numerus="yes">
        <source>%n note(s) without a place</source>
        <translation>
            <numerusform>%n note without a place</numerusform>
            <numerusform>%n notes without a place</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryView</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message numerus="yes">
        <source>%n thing(s) would come in or change</source>
        <translation>
            <numerusform>%n thing would come in or change</numerusform>
            <numerusform>%n things would come in or change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s): choose below; the later version is chosen already.</source>
        <translation>
            <numerusform>%n conflict: choose below; the later version is chosen already.</numerusform>
            <numerusform>%n conflicts: choose below; the later version is chosen already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) come along.</source>
        <translation>
            <numerusform>%n document come along.</numerusform>
            <numerusform>%n documents come along.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) of the copy are not here.</source>
        <translation>
            <numerusform>%n document of the copy are not here.</numerusform>
            <numerusform>%n documents of the copy are not here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoteHistory</name>
    <message numerus="yes">
        <source>%n more step(s)</source>
        <translation>
            <numerusform>%n more step</numerusform>
            <numerusform>%n more steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NothingFound</name>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PageModel</name>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProposalCards</name>
    <message numerus="yes">
        <source>Show %n more reading(s)</source>
        <translation>
            <numerusform>Show %n more reading</numerusform>
            <numerusform>Show %n more readings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more place(s) that branch</source>
        <translation>
            <numerusform>Show %n more place that branch</numerusform>
            <numerusform>Show %n more places that branch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The filters leave none of the %n reading(s) here.</source>
        <translation>
            <numerusform>The filters leave none of the %n reading here.</numerusform>
            <numerusform>The filters leave none of the %n readings here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recognising</name>
    <message numerus="yes">
        <source>%n page(s) can be read only by OCR.</source>
        <translation>
            <numerusform>%n page can be read only by OCR.</numerusform>
            <numerusform>%n pages can be read only by OCR.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused after %n page(s).</source>
        <translation>
            <numerusform>Paused after %n page.</numerusform>
            <numerusform>Paused after %n pages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) must wait for language data.</source>
        <translation>
            <numerusform>%n page must wait for language data.</numerusform>
            <numerusform>%n pages must wait for language data.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) must wait for a password; give it over the page.</source>
        <translation>
            <numerusform>%n page must wait for a password; give it over the page.</numerusform>
            <numerusform>%n pages must wait for a password; give it over the page.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) read by OCR</source>
        <translation>
            <numerusform>%n page read by OCR</numerusform>
            <numerusform>%n pages read by OCR</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the text of %n is used</source>
        <translation>
            <numerusform>the text of %n is used</numerusform>
            <numerusform>the text of %n is used</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without words</source>
        <translation>
            <numerusform>%n without words</numerusform>
            <numerusform>%n without words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RejectDialog</name>
    <message numerus="yes">
        <source>Why not %n passage(s)?</source>
        <translation>
            <numerusform>Why not %n passage?</numerusform>
            <numerusform>Why not %n passages?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportTable</name>
    <message numerus="yes">
        <source>Try these %n again</source>
        <translation>
            <numerusform>Try these %n again</numerusform>
            <numerusform>Try these %n again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SharedModel</name>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SharedPage</name>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n pair</numerusform>
            <numerusform>%n pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Looking into %n folder(s)</source>
        <translation>
            <numerusform>Looking into %n folder</numerusform>
            <numerusform>Looking into %n folders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SweepCard</name>
    <message numerus="yes">
        <source>%n passage(s) chosen</source>
        <translation>
            <numerusform>%n passage chosen</numerusform>
            <numerusform>%n passages chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The same words stand in %n place(s) here; all are decided at once.</source>
        <translation>
            <numerusform>The same words stand in %n place here; all are decided at once.</numerusform>
            <numerusform>The same words stand in %n places here; all are decided at once.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagEditor</name>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s) below</source>
        <translation>
            <numerusform>%n tag below</numerusform>
            <numerusform>%n tags below</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more passage(s) there</source>
        <translation>
            <numerusform>%n more passage there</numerusform>
            <numerusform>%n more passages there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Split off %n passage(s)...</source>
        <translation>
            <numerusform>Split off %n passage...</numerusform>
            <numerusform>Split off %n passages...</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagMergeDialog</name>
    <message numerus="yes">
        <source>%n passage(s) will have “{into}” or a tag below it.</source>
        <translation>
            <numerusform>%n passage will have “{into}” or a tag below it.</numerusform>
            <numerusform>%n passages will have “{into}” or a tag below it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s) below it come below “{into}”; </source>
        <translation>
            <numerusform>%n tag below it come below “{into}”; </numerusform>
            <numerusform>%n tags below it come below “{into}”; </numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagRemoval</name>
    <message numerus="yes">
        <source>Remove “{name}” and %n tag(s) below it from the codebook?</source>
        <translation>
            <numerusform>Remove “{name}” and %n tag below it from the codebook?</numerusform>
            <numerusform>Remove “{name}” and %n tags below it from the codebook?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) lose a tag by it; the passages stay.</source>
        <translation>
            <numerusform>%n passage lose a tag by it; the passages stay.</numerusform>
            <numerusform>%n passages lose a tag by it; the passages stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagSplitDialog</name>
    <message numerus="yes">
        <source>Split %n passage(s) off “{name}”</source>
        <translation>
            <numerusform>Split %n passage off “{name}”</numerusform>
            <numerusform>Split %n passages off “{name}”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TellingStrip</name>
    <message numerus="yes">
        <source>on %n page(s) of the result</source>
        <translation>
            <numerusform>on %n page of the result</numerusform>
            <numerusform>on %n pages of the result</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TermListDialog</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found nothing</source>
        <translation>
            <numerusform>%n found nothing</numerusform>
            <numerusform>%n found nothing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TermTagging</name>
    <message numerus="yes">
        <source>%n passage(s) marked and tagged</source>
        <translation>
            <numerusform>%n passage marked and tagged</numerusform>
            <numerusform>%n passages marked and tagged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n marked already got the tag</source>
        <translation>
            <numerusform>%n marked already got the tag</numerusform>
            <numerusform>%n marked already got the tag</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n had it</source>
        <translation>
            <numerusform>%n had it</numerusform>
            <numerusform>%n had it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TogetherModel</name>
    <message numerus="yes">
        <source>%n provision(s)</source>
        <translation>
            <numerusform>%n provision</numerusform>
            <numerusform>%n provisions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>results</name>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>risks</name>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judgement(s)</source>
        <translation>
            <numerusform>%n judgement</numerusform>
            <numerusform>%n judgements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged a safeguard</source>
        <translation>
            <numerusform>%n judged a safeguard</numerusform>
            <numerusform>%n judged a safeguard</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>The text of %n page(s) is doubtful</source>
        <translation>
            <numerusform>The text of %n page is doubtful</numerusform>
            <numerusform>The text of %n pages is doubtful</numerusform>
        </translation>
    </message>
</context>
</TS>
