# SPDX-License-Identifier: Apache-2.0
"""Addresses of replies."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.replies.views import past, preparing, reading, templates, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("replies/", reading.many, name="replies"),
    path("replies/import", past.import_replies, name="replies_import"),
    path("replies/import/pattern.xlsx", past.pattern, name="replies_pattern"),
    path("replies/templates/", templates.many, name="reply_templates"),
    path("replies/templates/<int:body>", templates.bring, name="reply_template"),
    path("replies/<str:uid>/", reading.one, name="reply"),
    path("replies/<str:uid>/write", writing.write, name="reply_write"),
    path("replies/<str:uid>/autosave", writing.autosave, name="reply_autosave"),
    path("replies/<str:uid>/beside", writing.beside, name="reply_beside"),
    path("replies/<str:uid>/align", writing.align, name="reply_align"),
    path("replies/<str:uid>/comments", writing.comment, name="reply_comment"),
    path("replies/<str:uid>/overrule", writing.overrule, name="reply_overrule"),
    path("replies/<str:uid>/class", reading.reclass, name="reply_class"),
    path("replies/<str:uid>/release", reading.release, name="reply_release"),
    path("replies/<str:uid>/editions", reading.editions, name="reply_editions"),
    path("replies/<str:uid>/acts/<str:act>", reading.act, name="reply_act"),
    path("replies/<str:uid>/cosign/<str:task>", reading.cosign, name="reply_cosign"),
    path("replies/<str:uid>/deliveries/<int:delivery>", reading.record, name="reply_record"),
    path("replies/<str:uid>/record.<str:form>", reading.record_paper, name="reply_record_paper"),
    path("replies/<str:uid>/letter.<str:form>", reading.letter, name="reply_letter"),
    path("assignments/<str:uid>/contacts", preparing.contacts, name="contacts"),
    path("assignments/<str:uid>/begin-reply", writing.begin, name="reply_begin"),
    path("assignments/<str:uid>/begin-opinion", preparing.begin_opinion, name="opinion_begin"),
    path("assignments/<str:uid>/waive-opinion", preparing.waive_opinion, name="opinion_waive"),
    path("contacts/<str:uid>/", preparing.contact, name="contact"),
    path("opinions/<str:uid>/", preparing.opinion, name="opinion"),
]
